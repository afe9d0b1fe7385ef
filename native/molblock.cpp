// Mol blocks with coordinates, for SD files.
#include "door.h"

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>

using namespace lichen;

int32_t lr_molblock_write(const char *smiles, int64_t length, const double *angstrom, int32_t atoms, const char *name,
                          int64_t name_length, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && angstrom != nullptr && name_length >= 0, "null argument");
        auto molecule = with_hydrogens({smiles, static_cast<size_t>(length)});
        if (static_cast<int32_t>(molecule->getNumAtoms()) != atoms) {
            throw Refusal(LR_ARGUMENT, "the molecule has " + std::to_string(molecule->getNumAtoms()) +
                                           " atoms, the geometry " + std::to_string(atoms));
        }
        auto *conformer = new RDKit::Conformer(molecule->getNumAtoms());
        molecule->addConformer(conformer, true);  // owns it from here
        conformer->set3D(true);
        for (int32_t i = 0; i < atoms; ++i) {
            conformer->setAtomPos(i, {angstrom[3 * i], angstrom[3 * i + 1], angstrom[3 * i + 2]});
        }
        if (name_length > 0) {
            require(name != nullptr, "null argument");
            molecule->setProp(RDKit::common_properties::_Name, std::string(name, static_cast<size_t>(name_length)));
        }
        give(RDKit::MolToMolBlock(*molecule), text, capacity, needed);
    });
}

int32_t lr_molblock_read(const char *block, int64_t length, int32_t atom_capacity, uint8_t *atomic_numbers,
                         double *angstrom, int32_t *atoms, int32_t *charge, int32_t *radicals) {
    return guarded([&] {
        require(block != nullptr && length >= 0 && atom_capacity >= 0 && atomic_numbers != nullptr &&
                    angstrom != nullptr && atoms != nullptr && charge != nullptr && radicals != nullptr,
                "null or negative argument");
        *atoms = *charge = *radicals = 0;
        const auto molecule = parse_block({block, static_cast<size_t>(length)}, true);
        const auto count = static_cast<int32_t>(molecule->getNumAtoms());
        if (molecule->getNumConformers() == 0) {
            throw Refusal(LR_REFUSED, "the mol block has no coordinates");
        }
        const auto &conformer = molecule->getConformer();
        bool flat = count > 1 && !conformer.is3D();
        for (const auto *atom : molecule->atoms()) {
            const auto place = std::to_string(atom->getIdx() + 1);
            if (atom->getAtomicNum() == 0 || atom->hasQuery()) {
                throw Refusal(LR_REFUSED, "atom " + place + " is no element");
            }
            if (atom->getTotalNumHs() > 0) {
                throw Refusal(LR_REFUSED, "atom " + place + " (" + atom->getSymbol() + ") lacks hydrogens: a structure is the places of all its atoms");
            }
            flat = flat && conformer.getAtomPos(atom->getIdx()).z == 0;
            *charge += atom->getFormalCharge();
            *radicals += static_cast<int32_t>(atom->getNumRadicalElectrons());
        }
        if (flat) {
            throw Refusal(LR_REFUSED, "its places are those of a drawing: all z are 0, and its header does not say 3D");
        }
        *atoms = count;
        if (count > atom_capacity) {
            throw Refusal(LR_BUFFER, "more atoms than the buffer takes");
        }
        for (int32_t i = 0; i < count; ++i) {
            atomic_numbers[i] = static_cast<uint8_t>(molecule->getAtomWithIdx(i)->getAtomicNum());
            const auto &place = conformer.getAtomPos(i);
            angstrom[3 * i] = place.x;
            angstrom[3 * i + 1] = place.y;
            angstrom[3 * i + 2] = place.z;
        }
    });
}
