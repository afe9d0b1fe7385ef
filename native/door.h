// What all parts of the door share: refusals, the guard around every call, text to the caller, parsing.
#pragma once

#include "fingerprints.h"
#include "lichen_rdkit.h"

#include <GraphMol/GraphMol.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lichen {

// Thrown inside the door only, to leave a call with a status and a reason.
struct Refusal : std::runtime_error {
    int32_t status;
    Refusal(int32_t status, const std::string &reason) : std::runtime_error(reason), status(status) {}
};

void set_last_error(const std::string &text) noexcept;

// Status for the exception in flight, its text kept as the last error of the thread.
int32_t status_of_exception() noexcept;

// Runs the body of a call. Silences RDKit's logs and fills its shared tables before the first one.
void initialise_once();

template <class Body>
int32_t guarded(Body &&body) noexcept {
    try {
        initialise_once();
        body();
        return LR_OK;
    } catch (...) {
        return status_of_exception();
    }
}

inline void require(bool condition, const char *what) {
    if (!condition) {
        throw Refusal(LR_ARGUMENT, what);
    }
}

// Copies text to the caller, or says how much room it needs.
void give(std::string_view text, char *buffer, int64_t capacity, int64_t *needed);

// What RDKit wrote to its error log on this thread since the last call, first line only, without the time stamp.
std::string take_logged_error();

// Longest accepted SMILES in characters. RDKit takes a time of the third power of the length to perceive an unbranched
// chain: 0.1 s for 500 atoms, 7.5 s for 2,000, and by recursion, so that a row without bound could hang or end the
// process.
constexpr size_t longest_smiles = 2000;

using Molecule = std::unique_ptr<RDKit::RWMol>;

// Sanitised molecule without atom-map numbers, which label atoms but are no part of what the molecule is.
// Throws Refusal with RDKit's reason.
Molecule parse_smiles(std::string_view text);
Molecule parse_block(std::string_view text, bool keep_hydrogens = false);

// The same atoms and bonds as parse_smiles, hydrogens, rings and aromaticity known, but configurations neither checked
// nor assigned: that takes RDKit a quarter of the time and changes no fingerprint that ignores them.
Molecule parse_graph(std::string_view text);

std::string canonical_smiles(const RDKit::ROMol &molecule);

// The molecule parsed from its canonical SMILES, hydrogens added at the end: the atom order of all geometries.
Molecule with_hydrogens(std::string_view smiles);

lr_scalars scalars_of(const RDKit::ROMol &molecule);

}  // namespace lichen

struct lr_molecule {
    lichen::Molecule molecule;
};

struct lr_batch {
    std::vector<lichen::Molecule> molecules;  // null where refused
    std::vector<std::string> reasons;         // empty where accepted

    // Results that did not fit the caller's buffer wait here for the second call.
    std::string text;
    std::vector<int64_t> text_offsets;
    std::string ring_text;
    std::vector<int64_t> ring_offsets;
    lichen::Rows morgan;
    int32_t radius = -1;
};

namespace lichen {

// Calls function(row, molecule) for each accepted row. A molecule on which RDKit throws is refused from then on, with
// the reason: one odd molecule never costs the others of its block.
template <class Function>
void for_each_molecule(lr_batch &batch, Function &&function) {
    for (size_t row = 0; row < batch.molecules.size(); ++row) {
        if (!batch.molecules[row]) {
            continue;
        }
        try {
            function(row, *batch.molecules[row]);
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &error) {
            batch.reasons[row] = std::string("RDKit gave up on the molecule: ") + error.what();
            batch.molecules[row].reset();
        }
    }
}

}  // namespace lichen
