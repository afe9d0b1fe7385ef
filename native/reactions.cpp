// Reactions as templates: which molecules react, what they give, and what a product can be made of.
#include "patterns.h"

#include <GraphMol/ChemReactions/Reaction.h>
#include <GraphMol/ChemReactions/ReactionParser.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryBond.h>
#include <GraphMol/QueryOps.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

using Reaction = std::unique_ptr<RDKit::ChemicalReaction>;

struct lr_reaction {
    std::vector<Reaction> variants;  // one forward; backward one per choice of leaving atoms
    std::vector<lichen::Elements> least;  // per reactant template
    std::string smarts;
    Reaction forward;  // of a reversed reaction only: what its precursors must do

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

// Choices of leaving atoms per reversed reaction, such as Cl, Br and I on either side.
constexpr size_t most_variants = 64;

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

// A template written for a product says how atoms are joined, not whether RDKit will call the new ring aromatic.
void relax(RDKit::RWMol &query) {
    for (unsigned int i = 0; i < query.getNumAtoms(); ++i) {
        auto *atom = query.getAtomWithIdx(i);
        if (atom->getAtomicNum() > 0) {
            atom->setQuery(RDKit::makeAtomNumQuery(atom->getAtomicNum()));
        } else {
            atom->setQuery(RDKit::makeAtomNullQuery());
        }
    }
    for (auto *bond : query.bonds()) {
        switch (bond->getBondType()) {
            case RDKit::Bond::SINGLE:
                bond->setQuery(RDKit::makeSingleOrAromaticBondQuery());
                break;
            case RDKit::Bond::DOUBLE:
                bond->setQuery(RDKit::makeDoubleOrAromaticBondQuery());
                break;
            case RDKit::Bond::TRIPLE:
                break;
            default:
                bond->setQuery(RDKit::makeSingleOrDoubleOrAromaticBondQuery());
        }
    }
}

// Two precursors joined by one bond alone are not joined in a ring: without this, most matches of a coupling are cuts of
// rings that come to nothing.
void spare_rings(const RDKit::ChemicalReaction &reversed, RDKit::RWMol &query) {
    std::map<int, unsigned int> precursor_of;
    for (unsigned int i = 0; i < reversed.getNumProductTemplates(); ++i) {
        for (const auto *atom : reversed.getProducts()[i]->atoms()) {
            if (atom->getAtomMapNum() > 0) {
                precursor_of[atom->getAtomMapNum()] = i;
            }
        }
    }
    // Atoms of one precursor are one part; an atom that comes from nowhere is a part of its own.
    const auto part_of = [&](const RDKit::Atom &atom) {
        const auto found = precursor_of.find(atom.getAtomMapNum());
        return found != precursor_of.end() ? found->second : reversed.getNumProductTemplates() + atom.getIdx();
    };
    const auto parted = [&](const RDKit::Bond &bond) {
        return part_of(*bond.getBeginAtom()) != part_of(*bond.getEndAtom());
    };
    std::vector<unsigned int> group(reversed.getNumProductTemplates() + query.getNumAtoms());
    for (auto *cut : query.bonds()) {
        if (!parted(*cut)) {
            continue;
        }
        std::iota(group.begin(), group.end(), 0U);
        for (const auto *other : query.bonds()) {
            if (other != cut && parted(*other)) {
                const auto from = group[part_of(*other->getBeginAtom())], to = group[part_of(*other->getEndAtom())];
                std::replace(group.begin(), group.end(), from, to);
            }
        }
        if (group[part_of(*cut->getBeginAtom())] != group[part_of(*cut->getEndAtom())]) {
            auto *outside = RDKit::makeBondIsInRingQuery();
            outside->setNegation(true);
            cut->expandQuery(outside, Queries::COMPOSITE_AND);
        }
    }
}

// The elements an atom of a template may be, in the order in which they are written; empty for any.
std::vector<int> choices(const RDKit::QueryAtom::QUERYATOM_QUERY &query) {
    if (query.getNegation()) {
        return {};
    }
    const auto &description = query.getDescription();
    if (description == "AtomAtomicNum") {
        return {static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal()};
    }
    if (description == "AtomType") {
        int number = 0;
        bool aromatic = false;
        RDKit::parseAtomType(static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal(), number, aromatic);
        return {number};
    }
    std::vector<int> numbers;
    if (description == "AtomAnd" || description == "AtomOr") {
        for (auto child = query.beginChildren(); child != query.endChildren(); ++child) {
            const auto more = choices(**child);
            if (description == "AtomAnd" && !more.empty()) {
                return more;
            }
            for (const int number : more) {
                if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) {
                    numbers.push_back(number);
                }
            }
        }
    }
    return numbers;
}

// Atoms that the forward reaction drops come back in the reversed one, as each element that the template lets them be.
std::vector<Reaction> variants_of(const RDKit::ChemicalReaction &reversed) {
    struct Place {
        size_t product;
        unsigned int atom;
        std::vector<int> numbers;
    };
    std::vector<Place> places;
    size_t count = 1;
    for (size_t product = 0; product < reversed.getProducts().size(); ++product) {
        for (const auto *atom : reversed.getProducts()[product]->atoms()) {
            if (atom->getAtomMapNum() == 0 && atom->hasQuery()) {
                auto numbers = choices(*atom->getQuery());
                if (numbers.size() > 1 || (numbers.size() == 1 && atom->getAtomicNum() != numbers[0])) {
                    count *= numbers.size();
                    places.push_back({product, atom->getIdx(), std::move(numbers)});
                }
            }
        }
    }
    if (count > most_variants) {
        throw Refusal(LR_REFUSED, "the reversed reaction leaves more than " + std::to_string(most_variants) +
                                      " choices of leaving atoms");
    }
    std::vector<Reaction> variants;
    for (size_t variant = 0; variant < count; ++variant) {
        auto reaction = std::make_unique<RDKit::ChemicalReaction>(reversed);
        size_t rest = variant;
        for (const auto &place : places) {
            RDKit::Atom chosen(place.numbers[rest % place.numbers.size()]);
            rest /= place.numbers.size();
            auto &product = static_cast<RDKit::RWMol &>(**(reaction->beginProductTemplates() + place.product));
            product.replaceAtom(place.atom, &chosen);
        }
        variants.push_back(std::move(reaction));
    }
    return variants;
}

std::vector<Elements> least_of(const RDKit::ChemicalReaction &reaction) {
    std::vector<Elements> least;
    for (const auto &reactant : reaction.getReactants()) {
        least.push_back(least_elements(*reactant));
    }
    return least;
}

unsigned int radicals(const RDKit::ROMol &molecule) {
    unsigned int count = 0;
    for (const auto *atom : molecule.atoms()) {
        count += atom->getNumRadicalElectrons();
    }
    return count;
}

// A template for reactants says which hydrogens an atom may bear; read backwards, RDKit takes the first choice for the
// only one. Valence decides instead, but for atoms of aromatic rings, where it cannot.
void forget_hydrogens(RDKit::RWMol &molecule) {
    for (auto *atom : molecule.atoms()) {
        bool aromatic = atom->getIsAromatic();
        for (const auto *bond : molecule.atomBonds(atom)) {
            aromatic = aromatic || bond->getIsAromatic() || bond->getBondType() == RDKit::Bond::AROMATIC;
        }
        if (atom->hasProp(RDKit::common_properties::reactionMapNum) && !aromatic) {
            atom->setNoImplicit(false);
            atom->setNumExplicitHs(0);
            atom->setNumRadicalElectrons(0);
        }
    }
}

// Empty where the product is no molecule. A template may leave an atom without an element, a bond without an order or
// an open valence; none of them is a compound to make. Canonical but for what RDKit sees only when it reads it again.
std::string smiles_of_product(const RDKit::ROMol &product, unsigned int most_radicals, bool backward) {
    RDKit::RWMol molecule(product);
    if (backward) {
        forget_hydrogens(molecule);
    }
    for (auto *atom : molecule.atoms()) {
        atom->setAtomMapNum(0);
        if (atom->getAtomicNum() == 0) {
            return {};
        }
    }
    for (const auto *bond : molecule.bonds()) {
        if (bond->getBondType() == RDKit::Bond::UNSPECIFIED || bond->getBondType() == RDKit::Bond::ZERO) {
            return {};
        }
    }
    try {
        RDKit::MolOps::sanitizeMol(molecule);
        if (radicals(molecule) > most_radicals) {
            return {};
        }
        RDKit::MolOps::assignStereochemistry(molecule, true, true, true);
        return canonical_smiles(molecule);
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &) {
        return {};
    }
}

// Products by all that their SMILES is made from, atoms in the order in which RDKit makes them: the same part cut off by
// several variants of a reaction, or by several reactions, is understood once.
class Understood {
  public:
    const std::string &smiles(const RDKit::ROMol &product, unsigned int most_radicals, bool backward) {
        key_.clear();
        const auto put = [this](int value) { key_.append(reinterpret_cast<const char *>(&value), sizeof value); };
        put(static_cast<int>(most_radicals));
        put(backward ? 1 : 0);
        for (const auto *atom : product.atoms()) {
            put((atom->getAtomicNum() << 8) | (atom->getNoImplicit() ? 1 : 0) | (atom->getIsAromatic() ? 2 : 0) |
                (atom->hasProp(RDKit::common_properties::reactionMapNum) ? 4 : 0));
            put((atom->getFormalCharge() << 16) | static_cast<int>(atom->getNumExplicitHs() << 8) |
                static_cast<int>(atom->getNumRadicalElectrons()));
            put((static_cast<int>(atom->getIsotope()) << 8) | static_cast<int>(atom->getChiralTag()));
        }
        for (const auto *bond : product.bonds()) {
            put(static_cast<int>(bond->getBeginAtomIdx()));
            put(static_cast<int>(bond->getEndAtomIdx()));
            put((static_cast<int>(bond->getBondType()) << 16) | (static_cast<int>(bond->getBondDir()) << 8) |
                (static_cast<int>(bond->getStereo()) << 1) | (bond->getIsAromatic() ? 1 : 0));
            for (const int atom : bond->getStereoAtoms()) {
                put(atom);
            }
        }
        const auto [found, added] = known_.try_emplace(key_);
        if (added) {
            found->second = read_again(smiles_of_product(product, most_radicals, backward));
        }
        return found->second;
    }

  private:
    std::string read_again(const std::string &smiles) {
        const auto [found, added] = final_.try_emplace(smiles);
        if (added && !smiles.empty()) {
            try {
                found->second = canonical_smiles(*parse_smiles(smiles));
            } catch (const std::bad_alloc &) {
                throw;
            } catch (const std::exception &) {
                found->second.clear();
            }
        }
        return found->second;
    }

    std::unordered_map<std::string, std::string> known_;  // by key
    std::unordered_map<std::string, std::string> final_;  // by SMILES as first written
    std::string key_;
};

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
