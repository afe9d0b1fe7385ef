#include "graph.h"

namespace lichen {

void Graph::read(const RDKit::ROMol &molecule) {
    const auto atom_count = molecule.getNumAtoms();
    const auto bond_count = molecule.getNumBonds();
    first.assign(atom_count + 1, 0);
    hydrogens.resize(atom_count);
    bond_types.resize(bond_count);
    neighbours.resize(2 * bond_count);
    through.resize(2 * bond_count);
    for (const auto *atom : molecule.atoms()) {
        hydrogens[atom->getIdx()] = atom->getAtomicNum() == 1 ? 1 : 0;
    }
    for (const auto *bond : molecule.bonds()) {
        bond_types[bond->getIdx()] = static_cast<int32_t>(bond->getBondType());
        ++first[bond->getBeginAtomIdx()];
        ++first[bond->getEndAtomIdx()];
    }
    uint32_t end = 0;
    for (auto &degree : first) {  // sums up to and with each atom; filling counts them down to where it begins
        end += degree;
        degree = end;
    }
    for (const auto *bond : molecule.bonds()) {
        const auto begin_atom = bond->getBeginAtomIdx(), end_atom = bond->getEndAtomIdx();
        const auto there = --first[begin_atom], back = --first[end_atom];
        neighbours[there] = end_atom;
        neighbours[back] = begin_atom;
        through[there] = through[back] = bond->getIdx();
    }
}

}  // namespace lichen
