// What makes a molecule hard to make: stereocentres, spiro and bridgehead atoms, large rings.
#include "door.h"

#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

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

// Rings that share an atom belong together: the number of the system of each atom, -1 outside of rings.
int ring_systems(const RDKit::ROMol &molecule, std::vector<int> &system_of) {
    system_of.assign(molecule.getNumAtoms(), -1);
    int count = 0;
    for (const auto &ring : molecule.getRingInfo()->atomRings()) {
        const int own = count++;
        for (const int atom : ring) {
            const int other = system_of[atom];
            if (other < 0) {
                system_of[atom] = own;
            } else if (other != own) {
                std::replace(system_of.begin(), system_of.end(), other, own);
            }
        }
    }
    return count;
}

// A ring system alone, with the atoms doubly bonded to it; hydrogens take the place of what was cut off. Canonical
// SMILES without configurations, empty where that is no molecule.
std::string ring_system(const RDKit::ROMol &molecule, const std::vector<int> &system_of, int system) {
    std::vector<bool> kept(molecule.getNumAtoms());
    for (unsigned int atom = 0; atom < molecule.getNumAtoms(); ++atom) {
        kept[atom] = system_of[atom] == system;
    }
    for (const auto *bond : molecule.bonds()) {
        const auto begin = bond->getBeginAtomIdx(), end = bond->getEndAtomIdx();
        if (bond->getBondType() == RDKit::Bond::DOUBLE && (system_of[begin] == system || system_of[end] == system)) {
            kept[begin] = kept[end] = true;
        }
    }
    RDKit::RWMol alone(molecule);
    for (const auto *bond : molecule.bonds()) {
        for (const auto *atom : {bond->getBeginAtom(), bond->getEndAtom()}) {
            auto *left = alone.getAtomWithIdx(atom->getIdx());
            if (kept[atom->getIdx()] && !kept[bond->getOtherAtomIdx(atom->getIdx())] &&
                (left->getNoImplicit() || (left->getIsAromatic() && left->getAtomicNum() != 6))) {
                left->setNumExplicitHs(left->getNumExplicitHs() + 1);
            }
        }
    }
    alone.beginBatchEdit();
    for (auto *atom : alone.atoms()) {
        atom->setChiralTag(RDKit::Atom::CHI_UNSPECIFIED);
        if (!kept[atom->getIdx()]) {
            alone.removeAtom(atom);
        }
    }
    alone.commitBatchEdit();
    alone.clearComputedProps();
    try {
        RDKit::MolOps::sanitizeMol(alone);
        RDKit::SmilesWriteParams parameters;
        parameters.doIsomericSmiles = false;
        return RDKit::MolToSmiles(alone, parameters);
    } catch (const RDKit::MolSanitizeException &) {
        return {};
    }
}

}  // namespace

int32_t lr_batch_ring_systems(lr_batch *batch, char *text, int64_t capacity, int64_t *needed, int64_t *offsets) {
    return guarded([&] {
        require(batch != nullptr && offsets != nullptr, "null argument");
        if (batch->ring_offsets.empty()) {
            std::vector<std::string> systems(batch->molecules.size());
            std::vector<int> system_of;
            for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
                const int count = ring_systems(molecule, system_of);
                for (int system = 0; system < count; ++system) {
                    if (std::find(system_of.begin(), system_of.end(), system) != system_of.end()) {
                        const auto smiles = ring_system(molecule, system_of, system);
                        systems[row] += (systems[row].empty() || smiles.empty() ? "" : " ") + smiles;
                    }
                }
            });
            batch->ring_offsets.push_back(0);
            for (const auto &row : systems) {
                batch->ring_text += row;
                batch->ring_offsets.push_back(static_cast<int64_t>(batch->ring_text.size()));
            }
        }
        std::copy(batch->ring_offsets.begin(), batch->ring_offsets.end(), offsets);
        give(batch->ring_text, text, capacity, needed);
    });
}

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
