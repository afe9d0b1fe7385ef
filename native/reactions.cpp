// Reactions as templates: which molecules react, what they give, and what a product can be made of.
#include "patterns.h"
#include "products.h"
#include "reversal.h"

#include <GraphMol/ChemReactions/ReactionParser.h>

#include <algorithm>
#include <numeric>

struct lr_reaction {
    std::vector<lichen::Reaction> variants;  // one forward; backward one per choice of leaving atoms
    std::vector<lichen::Elements> least;  // per reactant template
    std::string smarts;
    lichen::Reaction forward;  // of a reversed reaction only: what its precursors must do

    const RDKit::ChemicalReaction &first() const { return *variants.front(); }
};

struct lr_products {
    std::string text;
    std::vector<int64_t> offsets{0};
    std::vector<int32_t> invalid;
};

using namespace lichen;

namespace {

// Matches of the templates tried per combination: a molecule with many equal sites has them by the thousand.
constexpr unsigned int most_matches = 200;

Reaction parse_reaction(const std::string &smarts) {
    take_logged_error();
    Reaction reaction;
    try {
        reaction.reset(RDKit::RxnSmartsToChemicalReaction(smarts, nullptr, false, false));
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &error) {
        throw Refusal(LR_REFUSED, error.what());
    }
    if (!reaction || reaction->getNumReactantTemplates() == 0 || reaction->getNumProductTemplates() == 0) {
        auto reason = take_logged_error();
        throw Refusal(LR_REFUSED, reason.empty() ? "not a reaction SMARTS with reactants and products" : reason);
    }
    return reaction;
}

void prepare(RDKit::ChemicalReaction &reaction) {
    take_logged_error();
    unsigned int warnings = 0, errors = 0;
    reaction.initReactantMatchers(true);
    if (!reaction.validate(warnings, errors) || errors > 0) {
        auto reason = take_logged_error();
        throw Refusal(LR_REFUSED, reason.empty() ? "RDKit finds the reaction invalid" : reason);
    }
}

std::vector<Elements> least_of(const RDKit::ChemicalReaction &reaction) {
    std::vector<Elements> least;
    for (const auto &reactant : reaction.getReactants()) {
        least.push_back(least_elements(*reactant));
    }
    return least;
}

struct Sets {
    std::vector<std::string> distinct;  // products of a set divided by a blank, as no SMILES has one
    int32_t invalid = 0;
};

void run(const RDKit::ChemicalReaction &reaction, const RDKit::MOL_SPTR_VECT &reactants, bool backward, Understood &understood,
         Sets &sets) {
    unsigned int open = 0;
    for (const auto &reactant : reactants) {
        open += radicals(*reactant);
    }
    for (const auto &products : reaction.runReactants(reactants, most_matches)) {
        std::string set;
        for (const auto &product : products) {
            const auto &smiles = understood.smiles(*product, open, backward);
            if (smiles.empty()) {
                set.clear();
                break;
            }
            set += (set.empty() ? "" : " ") + smiles;
        }
        if (set.empty()) {
            ++sets.invalid;
        } else {
            sets.distinct.push_back(set);
        }
    }
    std::sort(sets.distinct.begin(), sets.distinct.end());
    sets.distinct.erase(std::unique(sets.distinct.begin(), sets.distinct.end()), sets.distinct.end());
}

RDKit::MOL_SPTR_VECT molecules_of(const std::string &set) {
    RDKit::MOL_SPTR_VECT molecules;
    for (size_t begin = 0; begin <= set.size();) {
        const auto end = std::min(set.find(' ', begin), set.size());
        molecules.emplace_back(parse_smiles(std::string_view(set).substr(begin, end - begin)).release());
        begin = end + 1;
    }
    return molecules;
}

// Precursors count only where the reaction makes the product of them.
void keep_what_gives(const std::string &target, const RDKit::ChemicalReaction &forward, Sets &precursors) {
    const auto fails = [&](const std::string &set) {
        Sets made;
        Understood understood;
        run(forward, molecules_of(set), false, understood, made);
        return !std::binary_search(made.distinct.begin(), made.distinct.end(), target);
    };
    const auto end = std::remove_if(precursors.distinct.begin(), precursors.distinct.end(), fails);
    precursors.invalid += static_cast<int32_t>(precursors.distinct.end() - end);
    precursors.distinct.erase(end, precursors.distinct.end());
}

}  // namespace

int32_t lr_reaction_compile(const char *smarts, int64_t length, lr_reaction **reaction, int32_t *reactants,
                            int32_t *products) {
    return guarded([&] {
        require(smarts != nullptr && length >= 0 && reaction != nullptr && reactants != nullptr && products != nullptr,
                "null or negative argument");
        *reaction = nullptr;
        if (static_cast<size_t>(length) > longest_smiles) {
            throw Refusal(LR_REFUSED, "the SMARTS is longer than " + std::to_string(longest_smiles) + " characters");
        }
        auto compiled = std::make_unique<lr_reaction>();
        compiled->smarts.assign(smarts, static_cast<size_t>(length));
        compiled->variants.push_back(parse_reaction(compiled->smarts));
        prepare(*compiled->variants.front());
        compiled->least = least_of(compiled->first());
        *reactants = static_cast<int32_t>(compiled->first().getNumReactantTemplates());
        *products = static_cast<int32_t>(compiled->first().getNumProductTemplates());
        *reaction = compiled.release();
    });
}

int32_t lr_reaction_reverse(const lr_reaction *reaction, lr_reaction **reversed) {
    return guarded([&] {
        require(reaction != nullptr && reversed != nullptr, "null argument");
        *reversed = nullptr;
        if (reaction->forward || reaction->first().getNumProductTemplates() != 1) {
            throw Refusal(LR_REFUSED, "only a reaction with one product is reversed");
        }
        const auto &smarts = reaction->smarts;
        const auto arrow = smarts.find(">>");
        if (arrow == std::string::npos) {
            throw Refusal(LR_REFUSED, "a reaction with agents is not reversed");
        }
        const auto backward = parse_reaction(smarts.substr(arrow + 2) + ">>" + smarts.substr(0, arrow));
        auto &product = static_cast<RDKit::RWMol &>(**backward->beginReactantTemplates());
        relax(product);
        spare_rings(*backward, product);
        auto compiled = std::make_unique<lr_reaction>();
        compiled->smarts = smarts;
        compiled->variants = variants_of(*backward);
        for (auto &variant : compiled->variants) {
            variant->initReactantMatchers(true);
        }
        compiled->least = least_of(compiled->first());
        compiled->forward = std::make_unique<RDKit::ChemicalReaction>(reaction->first());
        compiled->forward->initReactantMatchers(true);
        *reversed = compiled.release();
    });
}

void lr_reaction_free(lr_reaction *reaction) { delete reaction; }

int32_t lr_reaction_matches(const lr_reaction *reaction, lr_batch *batch, uint8_t *found) {
    return guarded([&] {
        require(reaction != nullptr && batch != nullptr && found != nullptr, "null argument");
        const auto &templates = reaction->first().getReactants();
        std::fill(found, found + (batch->molecules.size() * templates.size()), uint8_t{0});
        for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
            const auto present = elements_of(molecule);
            for (size_t i = 0; i < templates.size(); ++i) {
                found[(row * templates.size()) + i] =
                    matches(molecule, present, *templates[i], reaction->least[i]) ? 1 : 0;
            }
        });
    });
}

int32_t lr_reaction_run(const lr_reaction *reaction, const char *text, const int64_t *offsets, int32_t combinations,
                        lr_products **products) {
    return guarded([&] {
        require(reaction != nullptr && offsets != nullptr && combinations >= 0 && products != nullptr,
                "null or negative argument");
        *products = nullptr;
        const auto reactants = reaction->first().getNumReactantTemplates();
        auto made = std::make_unique<lr_products>();
        for (int32_t combination = 0; combination < combinations; ++combination) {
            Sets sets;
            Understood understood;
            try {
                RDKit::MOL_SPTR_VECT molecules;
                for (unsigned int i = 0; i < reactants; ++i) {
                    const auto *range = offsets + (static_cast<int64_t>(combination) * reactants) + i;
                    require(range[1] >= range[0] && (text != nullptr || range[1] == range[0]),
                            "offsets descend or text is null");
                    molecules.emplace_back(
                        parse_smiles({text + range[0], static_cast<size_t>(range[1] - range[0])}).release());
                }
                for (const auto &variant : reaction->variants) {
                    run(*variant, molecules, reaction->forward != nullptr, understood, sets);
                }
                if (reaction->forward) {
                    keep_what_gives(canonical_smiles(*molecules.front()), *reaction->forward, sets);
                }
            } catch (const Refusal &refusal) {
                if (refusal.status != LR_REFUSED) {
                    throw;
                }
                sets = {{}, -1};
            } catch (const std::bad_alloc &) {
                throw;
            } catch (const std::exception &) {
                sets = {{}, sets.invalid + 1};
            }
            for (size_t i = 0; i < sets.distinct.size(); ++i) {
                made->text += (i == 0 ? "" : "\n") + sets.distinct[i];
            }
            made->offsets.push_back(static_cast<int64_t>(made->text.size()));
            made->invalid.push_back(sets.invalid);
        }
        *products = made.release();
    });
}

int32_t lr_reactions_disconnect(const lr_reaction *const *reversed, int32_t count, const char *smiles, int64_t length,
                                lr_products **products) {
    return guarded([&] {
        require((reversed != nullptr || count == 0) && count >= 0 && smiles != nullptr && length >= 0 &&
                    products != nullptr,
                "null or negative argument");
        *products = nullptr;
        const RDKit::ROMOL_SPTR molecule(parse_smiles({smiles, static_cast<size_t>(length)}).release());
        const auto present = elements_of(*molecule);
        auto made = std::make_unique<lr_products>();
        Understood understood;
        for (int32_t i = 0; i < count; ++i) {
            require(reversed[i] != nullptr && reversed[i]->forward, "a reaction is not reversed");
            Sets sets;
            try {
                // All variants match the same: only what leaves differs between them.
                const auto &query = *reversed[i]->first().getReactants().front();
                if (matches(*molecule, present, query, reversed[i]->least.front())) {
                    for (const auto &variant : reversed[i]->variants) {
                        run(*variant, {molecule}, true, understood, sets);
                    }
                }
            } catch (const std::bad_alloc &) {
                throw;
            } catch (const std::exception &) {
                sets = {{}, sets.invalid + 1};
            }
            for (size_t set = 0; set < sets.distinct.size(); ++set) {
                made->text += (set == 0 ? "" : "\n") + sets.distinct[set];
            }
            made->offsets.push_back(static_cast<int64_t>(made->text.size()));
            made->invalid.push_back(sets.invalid);
        }
        *products = made.release();
    });
}

void lr_products_free(lr_products *products) { delete products; }

int32_t lr_products_read(const lr_products *products, char *text, int64_t capacity, int64_t *needed, int64_t *offsets,
                         int32_t *invalid) {
    return guarded([&] {
        require(products != nullptr && offsets != nullptr && invalid != nullptr, "null argument");
        std::copy(products->offsets.begin(), products->offsets.end(), offsets);
        std::copy(products->invalid.begin(), products->invalid.end(), invalid);
        give(products->text, text, capacity, needed);
    });
}
