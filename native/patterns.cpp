// SMARTS patterns, compiled once and matched against many molecules.
#include "patterns.h"

#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <algorithm>

struct Pattern {
    lichen::Molecule query;
    lichen::Elements least{};
};

struct lr_patterns {
    std::vector<Pattern> patterns;
};

namespace lichen {
namespace {

// The element a pattern atom demands; 0 where it leaves a choice, or where hydrogen, here implicit, is meant.
int demanded(const RDKit::QueryAtom::QUERYATOM_QUERY &query) {
    if (query.getNegation()) {
        return 0;
    }
    int number = 0;
    if (query.getDescription() == "AtomAtomicNum") {
        number = static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal();
    } else if (query.getDescription() == "AtomType") {
        bool aromatic = false;
        RDKit::parseAtomType(static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal(), number, aromatic);
    } else if (query.getDescription() == "AtomAnd") {
        for (auto child = query.beginChildren(); child != query.endChildren() && number == 0; ++child) {
            number = demanded(**child);
        }
    }
    return number > 1 && number < 128 ? number : 0;
}

}  // namespace

Elements elements_of(const RDKit::ROMol &molecule) {
    Elements present{};
    for (const auto *atom : molecule.atoms()) {
        ++present[std::min(atom->getAtomicNum(), 127)];
    }
    return present;
}

Elements least_elements(const RDKit::ROMol &query) {
    Elements least{};
    for (const auto *atom : query.atoms()) {
        const int number = atom->hasQuery() ? demanded(*atom->getQuery()) : 0;
        least[number] += number > 0 ? 1 : 0;
    }
    return least;
}

bool matches(const RDKit::ROMol &molecule, const Elements &present, const RDKit::ROMol &query, const Elements &least) {
    for (size_t number = 0; number < present.size(); ++number) {
        if (present[number] < least[number]) {
            return false;
        }
    }
    RDKit::SubstructMatchParameters parameters;
    parameters.maxMatches = 1;
    parameters.uniquify = false;
    parameters.recursionPossible = true;
    return !RDKit::SubstructMatch(molecule, query, parameters).empty();
}

}  // namespace lichen

using namespace lichen;

namespace {

Pattern compile(const std::string &smarts, bool merge_hydrogens) {
    if (smarts.empty()) {
        throw Refusal(LR_REFUSED, "the SMARTS is empty");
    }
    if (smarts.size() > longest_smiles) {
        throw Refusal(LR_REFUSED, "the SMARTS is longer than " + std::to_string(longest_smiles) + " characters");
    }
    take_logged_error();
    RDKit::SmartsParserParams parameters;
    parameters.allowCXSMILES = false;
    parameters.parseName = false;
    parameters.mergeHs = merge_hydrogens;
    Pattern pattern;
    try {
        pattern.query.reset(RDKit::SmartsToMol(smarts, parameters));
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &error) {
        throw Refusal(LR_REFUSED, error.what());
    }
    if (!pattern.query || pattern.query->getNumAtoms() == 0) {
        auto reason = take_logged_error();
        throw Refusal(LR_REFUSED, reason.empty() ? "not a SMARTS" : reason);
    }
    pattern.least = least_elements(*pattern.query);
    return pattern;
}

bool matches(const RDKit::ROMol &molecule, const Elements &present, const Pattern &pattern) {
    return lichen::matches(molecule, present, *pattern.query, pattern.least);
}

}  // namespace

int32_t lr_patterns_compile(const char *text, const int64_t *offsets, int32_t count, int32_t merge_hydrogens,
                            int32_t *refused, lr_patterns **patterns) {
    return guarded([&] {
        require(offsets != nullptr && count >= 0 && refused != nullptr && patterns != nullptr, "null argument");
        *patterns = nullptr;
        auto compiled = std::make_unique<lr_patterns>();
        for (*refused = 0; *refused < count; ++*refused) {
            const auto begin = offsets[*refused], length = offsets[*refused + 1] - begin;
            require(length >= 0 && (text != nullptr || length == 0), "offsets descend or text is null");
            compiled->patterns.push_back(
                compile(std::string(text + begin, static_cast<size_t>(length)), merge_hydrogens != 0));
        }
        *refused = -1;
        *patterns = compiled.release();
    });
}

void lr_patterns_free(lr_patterns *patterns) { delete patterns; }

int32_t lr_patterns_first(const lr_patterns *patterns, lr_batch *batch, int32_t *first) {
    return guarded([&] {
        require(patterns != nullptr && batch != nullptr && first != nullptr, "null argument");
        std::fill(first, first + batch->molecules.size(), -2);
        for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
            const auto present = elements_of(molecule);
            int32_t found = -1;
            for (size_t i = 0; i < patterns->patterns.size() && found < 0; ++i) {
                found = matches(molecule, present, patterns->patterns[i]) ? static_cast<int32_t>(i) : -1;
            }
            first[row] = found;
        });
    });
}

int32_t lr_patterns_all(const lr_patterns *patterns, const lr_molecule *molecule, uint8_t *found, int32_t capacity) {
    return guarded([&] {
        require(patterns != nullptr && molecule != nullptr && found != nullptr, "null argument");
        require(capacity >= static_cast<int32_t>(patterns->patterns.size()), "the buffer is too small");
        const auto present = elements_of(*molecule->molecule);
        for (size_t i = 0; i < patterns->patterns.size(); ++i) {
            found[i] = matches(*molecule->molecule, present, patterns->patterns[i]) ? 1 : 0;
        }
    });
}
