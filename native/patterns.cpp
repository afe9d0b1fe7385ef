// SMARTS patterns, compiled once and matched against many molecules.
#include "door.h"

#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

struct lr_patterns {
    std::vector<lichen::Molecule> patterns;
};

using namespace lichen;

namespace {

Molecule compile(const std::string &smarts, bool merge_hydrogens) {
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
    Molecule pattern;
    try {
        pattern.reset(RDKit::SmartsToMol(smarts, parameters));
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &error) {
        throw Refusal(LR_REFUSED, error.what());
    }
    if (!pattern || pattern->getNumAtoms() == 0) {
        auto reason = take_logged_error();
        throw Refusal(LR_REFUSED, reason.empty() ? "not a SMARTS" : reason);
    }
    return pattern;
}

bool matches(const RDKit::ROMol &molecule, const RDKit::ROMol &pattern) {
    RDKit::SubstructMatchParameters parameters;
    parameters.maxMatches = 1;
    parameters.uniquify = false;
    parameters.recursionPossible = true;
    return !RDKit::SubstructMatch(molecule, pattern, parameters).empty();
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
            int32_t found = -1;
            for (size_t i = 0; i < patterns->patterns.size() && found < 0; ++i) {
                found = matches(molecule, *patterns->patterns[i]) ? static_cast<int32_t>(i) : -1;
            }
            first[row] = found;
        });
    });
}

int32_t lr_patterns_all(const lr_patterns *patterns, const lr_molecule *molecule, uint8_t *found, int32_t capacity) {
    return guarded([&] {
        require(patterns != nullptr && molecule != nullptr && found != nullptr, "null argument");
        require(capacity >= static_cast<int32_t>(patterns->patterns.size()), "the buffer is too small");
        for (size_t i = 0; i < patterns->patterns.size(); ++i) {
            found[i] = matches(*molecule->molecule, *patterns->patterns[i]) ? 1 : 0;
        }
    });
}
