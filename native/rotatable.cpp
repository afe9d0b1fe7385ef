#include "rotatable.h"

#include <GraphMol/GraphMol.h>

#include <vector>

namespace lichen {
namespace {

bool in_ring(const RDKit::ROMol &molecule, const RDKit::Bond &bond) {
    return molecule.getRingInfo()->numBondRings(bond.getIdx()) > 0;
}

bool single_or_aromatic(const RDKit::Bond &bond) {
    return bond.getBondType() == RDKit::Bond::SINGLE || bond.getBondType() == RDKit::Bond::AROMATIC;
}

bool aliphatic(const RDKit::Atom &atom, int number) { return atom.getAtomicNum() == number && !atom.getIsAromatic(); }

// Neither terminal, nor next to a triple bond, nor CF3 and its kin, nor tert-butyl.
bool turns(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    if (atom.getDegree() == 1) {
        return false;
    }
    int fluorine = 0, chlorine = 0, bromine = 0, methyl = 0;
    for (const auto *bond : molecule.atomBonds(&atom)) {
        if (bond->getBondType() == RDKit::Bond::TRIPLE) {
            return false;
        }
        if (single_or_aromatic(*bond)) {
            const auto &other = *bond->getOtherAtom(&atom);
            fluorine += other.getAtomicNum() == 9 ? 1 : 0;
            chlorine += other.getAtomicNum() == 17 ? 1 : 0;
            bromine += other.getAtomicNum() == 35 ? 1 : 0;
            methyl += aliphatic(other, 6) && other.getTotalNumHs(true) == 3 ? 1 : 0;
        }
    }
    return !aliphatic(atom, 6) || (fluorine < 3 && chlorine < 3 && bromine < 3 && methyl < 3);
}

bool is_donor(const RDKit::Atom &atom) {
    return atom.getAtomicNum() == 7 || aliphatic(atom, 8) || (aliphatic(atom, 16) && atom.getDegree() != 1);
}

// A carbon of three neighbours with a double bond to N, O or S.
bool is_acceptor(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    if (!aliphatic(atom, 6) || atom.getDegree() != 3) {
        return false;
    }
    for (const auto *bond : molecule.atomBonds(&atom)) {
        if (bond->getBondType() == RDKit::Bond::DOUBLE) {
            const auto &other = *bond->getOtherAtom(&atom);
            if (aliphatic(other, 7) || aliphatic(other, 8) || aliphatic(other, 16)) {
                return true;
            }
        }
    }
    return false;
}

// Whether the atom is either end of an amide, ester, thioester or amidine bond outside rings.
bool amide_like(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    const bool acceptor = is_acceptor(molecule, atom), donor = is_donor(atom);
    if (!acceptor && !donor) {
        return false;
    }
    for (const auto *bond : molecule.atomBonds(&atom)) {
        if (bond->getBondType() == RDKit::Bond::SINGLE && !in_ring(molecule, *bond)) {
            const auto &other = *bond->getOtherAtom(&atom);
            if ((acceptor && is_donor(other)) || (donor && is_acceptor(molecule, other))) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

int rotatable_bonds(const RDKit::ROMol &molecule) {
    int count = 0;
    for (const auto *bond : molecule.bonds()) {
        if (!single_or_aromatic(*bond) || in_ring(molecule, *bond)) {
            continue;
        }
        const auto &a = *bond->getBeginAtom(), &b = *bond->getEndAtom();
        if (turns(molecule, a) && turns(molecule, b) && (!amide_like(molecule, a) || !amide_like(molecule, b))) {
            ++count;
        }
    }
    return count;
}

}  // namespace lichen
