// One molecule: parsing, identity and the numbers that come with it.
#include "door.h"
#include "rotatable.h"

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/Chirality.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <algorithm>
#include <numeric>

namespace lichen {
namespace {

int32_t unspecified_stereocentres(const RDKit::ROMol &molecule) {
    int32_t count = 0;
    for (const auto &centre : RDKit::Chirality::findPotentialStereo(molecule)) {
        count += centre.specified == RDKit::Chirality::StereoSpecified::Unspecified ? 1 : 0;
    }
    return count;
}

uint64_t next_random(uint64_t &state) {  // splitmix64
    uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

}  // namespace

lr_scalars scalars_of(const RDKit::ROMol &molecule) {
    lr_scalars scalars{};
    const auto mark = [&scalars](unsigned int number) { scalars.elements[number / 64] |= 1ULL << (number % 64); };
    int32_t protons = 0;
    for (const auto *atom : molecule.atoms()) {
        const auto number = static_cast<unsigned int>(atom->getAtomicNum());
        const auto hydrogens = static_cast<int32_t>(atom->getTotalNumHs());
        mark(number);
        if (hydrogens > 0) {
            mark(1);
        }
        scalars.formal_charge += atom->getFormalCharge();
        scalars.radical_electrons += static_cast<int32_t>(atom->getNumRadicalElectrons());
        scalars.heavy_atoms += number > 1 ? 1 : 0;
        scalars.dummy_atoms += number == 0 ? 1 : 0;
        scalars.atoms += 1 + hydrogens;
        protons += static_cast<int32_t>(number) + hydrogens;
    }
    scalars.electrons = protons - scalars.formal_charge;
    scalars.rings = static_cast<int32_t>(molecule.getRingInfo()->numRings());
    std::vector<int> fragments;
    scalars.fragments = static_cast<int32_t>(RDKit::MolOps::getMolFrags(molecule, fragments));
    scalars.rotatable_bonds = rotatable_bonds(molecule);
    scalars.unspecified_stereocentres = unspecified_stereocentres(molecule);
    scalars.molecular_weight = RDKit::Descriptors::calcAMW(molecule);
    return scalars;
}

}  // namespace lichen

using namespace lichen;

int32_t lr_molecule_from_smiles(const char *smiles, int64_t length, lr_molecule **molecule) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && molecule != nullptr, "null or negative argument");
        *molecule = nullptr;
        *molecule = new lr_molecule{parse_smiles({smiles, static_cast<size_t>(length)})};
    });
}

int32_t lr_molecule_from_block(const char *block, int64_t length, lr_molecule **molecule) {
    return guarded([&] {
        require(block != nullptr && length >= 0 && molecule != nullptr, "null or negative argument");
        *molecule = nullptr;
        *molecule = new lr_molecule{parse_block({block, static_cast<size_t>(length)})};
    });
}

void lr_molecule_free(lr_molecule *molecule) { delete molecule; }

int32_t lr_molecule_scalars(const lr_molecule *molecule, lr_scalars *scalars) {
    return guarded([&] {
        require(molecule != nullptr && scalars != nullptr, "null argument");
        *scalars = scalars_of(*molecule->molecule);
    });
}

int32_t lr_molecule_smiles(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        give(canonical_smiles(*molecule->molecule), text, capacity, needed);
    });
}

int32_t lr_molecule_shuffled_smiles(const lr_molecule *molecule, uint64_t seed, char *text, int64_t capacity,
                                    int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        std::vector<unsigned int> order(molecule->molecule->getNumAtoms());
        std::iota(order.begin(), order.end(), 0U);
        for (size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[next_random(seed) % i]);
        }
        std::unique_ptr<RDKit::ROMol> shuffled(RDKit::MolOps::renumberAtoms(*molecule->molecule, order));
        RDKit::SmilesWriteParams parameters;
        parameters.canonical = false;
        give(RDKit::MolToSmiles(*shuffled, parameters), text, capacity, needed);
    });
}

int32_t lr_molecule_formula(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        give(RDKit::Descriptors::calcMolFormula(*molecule->molecule), text, capacity, needed);
    });
}

int32_t lr_molecule_scaffold(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        std::unique_ptr<RDKit::ROMol> scaffold(RDKit::MurckoDecompose(*molecule->molecule));
        scaffold->clearComputedProps();
        RDKit::SmilesWriteParams parameters;
        parameters.doIsomericSmiles = false;
        give(scaffold->getNumAtoms() == 0 ? std::string() : RDKit::MolToSmiles(*scaffold, parameters), text, capacity,
             needed);
    });
}
