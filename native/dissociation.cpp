// Bonds that hold a molecule together alone, and the radicals that it leaves when one of them breaks evenly.
#include "door.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace lichen;

namespace {

struct Fragment {
    std::string smiles;
    int charge = 0;
    std::vector<int> atoms;  // of the molecule, in the order of the fragment's own geometry
};

std::vector<int> written_order(const RDKit::ROMol &molecule) {
    std::vector<unsigned int> order;
    molecule.getProp(RDKit::common_properties::_smilesAtomOutputOrder, order);
    return {order.begin(), order.end()};
}

// Hydrogens of a fragment come after its heavy atoms, as in the molecule that it was cut from.
Fragment named(RDKit::ROMol &part, const std::vector<int> &atoms) {
    Fragment fragment;
    std::unique_ptr<RDKit::RWMol> bare(new RDKit::RWMol(part));
    RDKit::MolOps::removeHs(*bare);
    RDKit::MolOps::assignStereochemistry(*bare, true, true);
    std::vector<int> kept(bare->getNumAtoms());
    for (unsigned int i = 0; i < bare->getNumAtoms(); ++i) {
        kept[i] = static_cast<int>(i);
        fragment.charge += bare->getAtomWithIdx(i)->getFormalCharge();
    }
    // The name of a geometry's atoms is a SMILES that is written as it is read.
    fragment.smiles = canonical_smiles(*bare);
    auto order = written_order(*bare);
    for (int round = 0; round < 5; ++round) {
        std::vector<int> next(order.size());
        for (size_t i = 0; i < order.size(); ++i) {
            next[i] = kept[order[i]];
        }
        kept = next;
        const auto read = parse_smiles(fragment.smiles);
        const auto again = canonical_smiles(*read);
        if (again == fragment.smiles) {
            break;
        }
        order = written_order(*read);
        fragment.smiles = again;
    }
    for (const int index : kept) {
        fragment.atoms.push_back(atoms[index]);
    }
    for (const int index : kept) {
        for (const auto *neighbour : part.atomNeighbors(part.getAtomWithIdx(index))) {
            if (neighbour->getIdx() >= kept.size()) {
                fragment.atoms.push_back(atoms[neighbour->getIdx()]);
            }
        }
    }
    return fragment;
}

// Two fragments, or none where RDKit cannot write one of them down.
std::vector<Fragment> broken(const RDKit::RWMol &molecule, const RDKit::Bond &bond) {
    RDKit::RWMol cut(molecule);
    const auto begin = bond.getBeginAtomIdx(), end = bond.getEndAtomIdx();
    try {
        RDKit::MolOps::Kekulize(cut, true);
        cut.removeBond(begin, end);
        for (const auto index : {begin, end}) {
            auto *atom = cut.getAtomWithIdx(index);
            atom->setChiralTag(RDKit::Atom::CHI_UNSPECIFIED);
            atom->setNoImplicit(true);
            atom->setNumRadicalElectrons(atom->getNumRadicalElectrons() + 1);
        }
        std::vector<std::vector<int>> atoms;
        const auto parts = RDKit::MolOps::getMolFrags(cut, true, nullptr, &atoms);
        std::vector<Fragment> fragments;
        for (size_t i = 0; i < parts.size(); ++i) {
            fragments.push_back(named(*parts[i], atoms[i]));
        }
        size_t known = 0;
        for (const auto &fragment : fragments) {
            known += fragment.atoms.size();
        }
        return parts.size() == 2 && known == molecule.getNumAtoms() ? fragments : std::vector<Fragment>{};
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &) {
        return {};
    }
}

bool is_unsaturated(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    for (const auto *bond : molecule.atomBonds(&atom)) {
        if (bond->getIsAromatic() || bond->getBondType() != RDKit::Bond::SINGLE) {
            return true;
        }
    }
    return false;
}

// Hydrogens on hetero atoms, and those whose loss leaves an electron beside a multiple bond.
bool is_loose(const RDKit::ROMol &molecule, const RDKit::Atom &bearer) {
    if (bearer.getAtomicNum() != 6) {
        return true;
    }
    if (is_unsaturated(molecule, bearer)) {
        return false;
    }
    for (const auto *neighbour : molecule.atomNeighbors(&bearer)) {
        if (is_unsaturated(molecule, *neighbour)) {
            return true;
        }
    }
    return false;
}

void write(std::string &text, const Fragment &fragment) {
    text += '\t' + fragment.smiles + '\t' + std::to_string(fragment.charge) + '\t';
    for (size_t i = 0; i < fragment.atoms.size(); ++i) {
        text += (i == 0 ? "" : ",") + std::to_string(fragment.atoms[i]);
    }
}

}  // namespace

int32_t lr_breakable_bonds(const char *smiles, int64_t length, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && needed != nullptr, "null argument");
        const auto molecule = with_hydrogens({smiles, static_cast<size_t>(length)});
        std::string lines;
        std::set<std::pair<std::string, std::string>> seen;
        bool has_heavy = false;
        for (const bool hydrogens : {false, true}) {
            for (const auto *bond : molecule->bonds()) {
                const auto *begin = bond->getBeginAtom(), *end = bond->getEndAtom();
                const bool to_hydrogen = begin->getAtomicNum() == 1 || end->getAtomicNum() == 1;
                if (bond->getBondType() != RDKit::Bond::SINGLE || molecule->getRingInfo()->numBondRings(bond->getIdx()) != 0 ||
                    to_hydrogen != hydrogens) {
                    continue;
                }
                const auto *bearer = begin->getAtomicNum() == 1 ? end : begin;
                if (hydrogens && has_heavy && !is_loose(*molecule, *bearer)) {
                    continue;
                }
                auto fragments = broken(*molecule, *bond);
                // Of opposite charges: the bond holds by them, and does not break evenly.
                if (fragments.size() != 2 || fragments[0].charge * fragments[1].charge < 0) {
                    continue;
                }
                has_heavy = has_heavy || !hydrogens;
                if (fragments[1].smiles < fragments[0].smiles) {
                    std::swap(fragments[0], fragments[1]);
                }
                if (!seen.insert({fragments[0].smiles, fragments[1].smiles}).second) {
                    continue;
                }
                lines += std::to_string(std::min(begin->getIdx(), end->getIdx())) + '\t' +
                         std::to_string(std::max(begin->getIdx(), end->getIdx()));
                write(lines, fragments[0]);
                write(lines, fragments[1]);
                lines += '\n';
            }
        }
        give(lines, text, capacity, needed);
    });
}
