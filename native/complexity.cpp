// What makes a molecule hard to make: stereocentres, spiro and bridgehead atoms, large rings.
#include "door.h"

#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/MolOps.h>

#include <algorithm>

using namespace lichen;

namespace {

// Two neighbours that are one atom each and alike are exchanged by a symmetry of the molecule: no centre between them.
bool has_equal_leaves(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    const RDKit::Bond *leaves[4];
    int count = 0;
    for (const auto *bond : molecule.atomBonds(&atom)) {
        const auto *leaf = bond->getOtherAtom(&atom);
        if (leaf->getDegree() != 1 || count == 4) {
            continue;
        }
        for (int i = 0; i < count; ++i) {
            const auto *other = leaves[i]->getOtherAtom(&atom);
            if (leaves[i]->getBondType() == bond->getBondType() && other->getAtomicNum() == leaf->getAtomicNum() &&
                other->getFormalCharge() == leaf->getFormalCharge() && other->getIsotope() == leaf->getIsotope() &&
                other->getTotalNumHs() == leaf->getTotalNumHs() &&
                other->getNumRadicalElectrons() == leaf->getNumRadicalElectrons()) {
                return true;
            }
        }
        leaves[count++] = bond;
    }
    return false;
}

// Whether RDKit could call the atom a centre: a necessary condition, told without ranking the atoms.
bool may_be_centre(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    const auto degree = atom.getDegree();
    const auto number = atom.getAtomicNum();
    if (degree < 2 || number == 1) {
        return false;
    }
    if (number == 6) {
        const auto hydrogens = atom.getTotalNumHs(false);
        return degree + hydrogens == 4 && hydrogens <= 1 && !has_equal_leaves(molecule, atom);
    }
    if (number == 7 || number == 8) {
        return degree >= 3 && !atom.getIsAromatic();
    }
    return true;
}

struct Centres {
    int32_t assigned = 0;
    int32_t unassigned = 0;
};

// As FindMolChiralCenters(includeUnassigned=True) of RDKit's Python: its older perception, possible centres flagged.
Centres stereocentres(const RDKit::ROMol &molecule) {
    Centres centres;
    bool any = false;
    for (const auto *atom : molecule.atoms()) {
        any = any || may_be_centre(molecule, *atom);
    }
    if (!any) {
        return centres;
    }
    RDKit::ROMol copy(molecule, true);
    RDKit::MolOps::assignStereochemistry(copy, false, true, true);
    for (const auto *atom : copy.atoms()) {
        if (atom->hasProp(RDKit::common_properties::_CIPCode)) {
            ++centres.assigned;
        } else if (atom->hasProp(RDKit::common_properties::_ChiralityPossible)) {
            ++centres.unassigned;
        }
    }
    return centres;
}

}  // namespace

int32_t lr_batch_complexity(lr_batch *batch, lr_complexity *complexity) {
    return guarded([&] {
        require(batch != nullptr && complexity != nullptr, "null argument");
        std::fill(complexity, complexity + batch->molecules.size(), lr_complexity{});
        for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
            auto &own = complexity[row];
            const auto &rings = molecule.getRingInfo()->atomRings();
            const auto centres = stereocentres(molecule);
            own.atoms = static_cast<int32_t>(molecule.getNumAtoms());
            own.assigned_stereocentres = centres.assigned;
            own.unassigned_stereocentres = centres.unassigned;
            if (rings.size() > 1) {
                own.spiro_atoms = static_cast<int32_t>(RDKit::Descriptors::calcNumSpiroAtoms(molecule));
                own.bridgehead_atoms = static_cast<int32_t>(RDKit::Descriptors::calcNumBridgeheadAtoms(molecule));
            }
            own.macrocycles = static_cast<int32_t>(
                std::count_if(rings.begin(), rings.end(), [](const auto &ring) { return ring.size() > 8; }));
        });
    });
}
