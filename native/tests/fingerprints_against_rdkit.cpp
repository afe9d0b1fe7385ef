// Fingerprints through the door against RDKit's own functions on RDKit's own parse: every id and every count.
#include "fingerprints.h"
#include "lichen_rdkit.h"

#include <GraphMol/Fingerprints/AtomPairs.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using Counts = std::map<uint32_t, uint32_t>;

const lr_fingerprint kinds[] = {{LR_MORGAN, 0, 0},      {LR_MORGAN, 1, 0},           {LR_MORGAN, 2, 0},
                                {LR_MORGAN, 3, 0},      {LR_MORGAN_BITS, 2, 2048},   {LR_MORGAN_BITS, 3, 1000},
                                {LR_ATOM_PAIRS, 0, 0}, {LR_TOPOLOGICAL_TORSIONS, 0, 0}};
constexpr size_t kind_count = sizeof kinds / sizeof *kinds;

template <class Vector>
Counts counted(const Vector *print) {
    const std::unique_ptr<const Vector> owned(print);
    Counts counts;
    for (const auto &[id, count] : owned->getNonzeroElements()) {
        const auto wide = static_cast<uint64_t>(id);
        const auto ours = sizeof id == 8 ? lichen::hashed_to_32(wide) : static_cast<uint32_t>(wide);
        counts[ours] += static_cast<uint32_t>(count);
    }
    return counts;
}

Counts theirs(const RDKit::ROMol &molecule, const lr_fingerprint &kind) {
    const auto radius = static_cast<unsigned int>(kind.radius);
    switch (kind.family) {
        case LR_MORGAN:
            return counted(RDKit::MorganFingerprints::getFingerprint(molecule, radius));
        case LR_ATOM_PAIRS:
            return counted(RDKit::AtomPairs::getAtomPairFingerprint(molecule));
        case LR_TOPOLOGICAL_TORSIONS:
            return counted(RDKit::AtomPairs::getTopologicalTorsionFingerprint(molecule));
        default:
            break;
    }
    const std::unique_ptr<ExplicitBitVect> bits(RDKit::MorganFingerprints::getFingerprintAsBitVect(
        molecule, radius, static_cast<unsigned int>(kind.bits)));
    std::vector<int> on;
    bits->getOnBits(on);
    Counts counts;
    for (const auto bit : on) {
        counts[static_cast<uint32_t>(bit)] = 1;
    }
    return counts;
}

bool agrees(const std::string &smiles, size_t &compared) {
    std::unique_ptr<RDKit::RWMol> molecule;
    try {
        molecule.reset(RDKit::SmilesToMol(smiles));
    } catch (const std::exception &) {
    }
    for (size_t kind = 0; molecule && kind < kind_count; ++kind) {
        // RDKit's own fingerprint refuses some odd molecule: nothing to agree with.
        try {
            theirs(*molecule, kinds[kind]);
        } catch (const std::exception &) {
            return true;
        }
    }
    const int64_t ends[] = {0, static_cast<int64_t>(smiles.size())};
    lr_fingerprints *made = nullptr;
    if (lr_fingerprints_compute(smiles.data(), ends, 1, kinds, kind_count, &made) != LR_OK) {
        return false;
    }
    bool all = true;
    for (size_t kind = 0; kind < kind_count; ++kind) {
        int64_t needed = 0, offsets[2];
        lr_fingerprints_rows(made, static_cast<int32_t>(kind), nullptr, nullptr, 0, &needed, offsets);
        std::vector<uint32_t> ids(static_cast<size_t>(needed));
        std::vector<uint16_t> counts(static_cast<size_t>(needed));
        all = lr_fingerprints_rows(made, static_cast<int32_t>(kind), ids.data(), counts.data(), needed, &needed,
                                   offsets) == LR_OK &&
              all;
        Counts ours;
        for (size_t at = 0; at < ids.size(); ++at) {
            all = all && (at == 0 || ids[at - 1] < ids[at]);
            ours[ids[at]] = counts[at];
        }
        const bool parsed = molecule && molecule->getNumAtoms() > 0;
        if (ours != (parsed ? theirs(*molecule, kinds[kind]) : Counts{})) {
            std::fprintf(stderr, "%s: fingerprint %zu differs from RDKit's\n", smiles.c_str(), kind);
            all = false;
        }
        ++compared;
    }
    lr_fingerprints_free(made);
    return all;
}

}  // namespace

// step: every how many rows of the file.
bool fingerprints_agree_with_rdkit(const char *path, int step) {
    bool all = true;
    size_t compared = 0;
    const std::vector<std::string> odd = {
        "C", "[H][H]", "[2H]CCC", "[2H]C([2H])CC", "C1CC1", "CC1CC1", "C1CC12CC2", "C12CC1C2", "C1C2C3C1C23",
        "C12C3C1C23", "[C@H](F)(Cl)Br", "[C@H](F)Cl", "[C@@H](C)(C)C", "C[S@](=O)CC", "C[P@H]C", "C[P@@H](=O)O",
        "[Si@H](C)(C)F", "F/C=C/Cl", "[H]/C(F)=C/Cl", "C[N+](C)(C)C", "[13CH4]", "[Na+].[Cl-]", "c1cc[nH]c1",
        "[nH]1cccc1.C", "F[P-](F)(F)(F)(F)F", "FS(F)(F)(F)(F)F", "[Fe+2]", "*CC", "C[Pt@SP1](F)(Cl)Br", "C1=CC=CC=C1",
        "c1ccc2ccccc2c1", "O=[N+]([O-])c1ccccc1", "C1CC", "CFC", "", "[NH2@](C)F", "[B@-H](C)(F)Cl", "[N@H](C)F",
        "[O@H+](C)F", "C[Se@H]=O", "F[C@H-]Cl", "C[N@@H+](F)Cl"};
    for (const auto &smiles : odd) {
        all = agrees(smiles, compared) && all;
    }
    std::mt19937_64 random(6);
    const std::string alphabet = "CNOFSPclnosB[]()=#@+-/\\.%0123456789*:$~HIra";
    for (int i = 0; i < 60000 / step; ++i) {
        auto text = odd[random() % odd.size()];
        for (auto edits = 1 + random() % 3; edits > 0; --edits) {
            text.insert(random() % (text.size() + 1), 1, alphabet[random() % alphabet.size()]);
        }
        all = agrees(text, compared) && all;
    }
    std::ifstream file(path);
    int row = 0;
    for (std::string line; std::getline(file, line); ++row) {
        if (row % step == 0) {
            all = agrees(line.substr(0, line.find_first_of("\t ")), compared) && all;
        }
    }
    std::printf("%zu fingerprints compared with RDKit's\n", compared);
    return all;
}
