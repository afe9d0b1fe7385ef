#include "products.h"

#include <GraphMol/MolOps.h>

namespace lichen {
namespace {

// A template for reactants says which hydrogens an atom may bear; read backwards, RDKit takes the first choice for the
// only one. Valence decides instead, but for atoms of aromatic rings, where it cannot.
void forget_hydrogens(RDKit::RWMol &molecule) {
    for (auto *atom : molecule.atoms()) {
        bool aromatic = atom->getIsAromatic();
        for (const auto *bond : molecule.atomBonds(atom)) {
            aromatic = aromatic || bond->getIsAromatic() || bond->getBondType() == RDKit::Bond::AROMATIC;
        }
        if (atom->hasProp(RDKit::common_properties::reactionMapNum) && !aromatic) {
            atom->setNoImplicit(false);
            atom->setNumExplicitHs(0);
            atom->setNumRadicalElectrons(0);
        }
    }
}

// Empty where the product is no molecule. A template may leave an atom without an element, a bond without an order or
// an open valence; none of them is a compound to make. Canonical but for what RDKit sees only when it reads it again.
std::string smiles_of_product(const RDKit::ROMol &product, unsigned int most_radicals, bool backward) {
    RDKit::RWMol molecule(product);
    if (backward) {
        forget_hydrogens(molecule);
    }
    for (auto *atom : molecule.atoms()) {
        atom->setAtomMapNum(0);
        if (atom->getAtomicNum() == 0) {
            return {};
        }
    }
    for (const auto *bond : molecule.bonds()) {
        if (bond->getBondType() == RDKit::Bond::UNSPECIFIED || bond->getBondType() == RDKit::Bond::ZERO) {
            return {};
        }
    }
    try {
        RDKit::MolOps::sanitizeMol(molecule);
        if (radicals(molecule) > most_radicals) {
            return {};
        }
        RDKit::MolOps::assignStereochemistry(molecule, true, true, true);
        return canonical_smiles(molecule);
    } catch (const std::bad_alloc &) {
        throw;
    } catch (const std::exception &) {
        return {};
    }
}

}  // namespace

unsigned int radicals(const RDKit::ROMol &molecule) {
    unsigned int count = 0;
    for (const auto *atom : molecule.atoms()) {
        count += atom->getNumRadicalElectrons();
    }
    return count;
}

const std::string &Understood::smiles(const RDKit::ROMol &product, unsigned int most_radicals, bool backward) {
    key_.clear();
    const auto put = [this](int value) { key_.append(reinterpret_cast<const char *>(&value), sizeof value); };
    put(static_cast<int>(most_radicals));
    put(backward ? 1 : 0);
    for (const auto *atom : product.atoms()) {
        put((atom->getAtomicNum() << 8) | (atom->getNoImplicit() ? 1 : 0) | (atom->getIsAromatic() ? 2 : 0) |
            (atom->hasProp(RDKit::common_properties::reactionMapNum) ? 4 : 0));
        put((atom->getFormalCharge() << 16) | static_cast<int>(atom->getNumExplicitHs() << 8) |
            static_cast<int>(atom->getNumRadicalElectrons()));
        put((static_cast<int>(atom->getIsotope()) << 8) | static_cast<int>(atom->getChiralTag()));
    }
    for (const auto *bond : product.bonds()) {
        put(static_cast<int>(bond->getBeginAtomIdx()));
        put(static_cast<int>(bond->getEndAtomIdx()));
        put((static_cast<int>(bond->getBondType()) << 16) | (static_cast<int>(bond->getBondDir()) << 8) |
            (static_cast<int>(bond->getStereo()) << 1) | (bond->getIsAromatic() ? 1 : 0));
        for (const int atom : bond->getStereoAtoms()) {
            put(atom);
        }
    }
    const auto [found, added] = known_.try_emplace(key_);
    if (added) {
        found->second = read_again(smiles_of_product(product, most_radicals, backward));
    }
    return found->second;
}

std::string Understood::read_again(const std::string &smiles) {
    const auto [found, added] = final_.try_emplace(smiles);
    if (added && !smiles.empty()) {
        try {
            found->second = canonical_smiles(*parse_smiles(smiles));
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &) {
            found->second.clear();
        }
    }
    return found->second;
}

}  // namespace lichen
