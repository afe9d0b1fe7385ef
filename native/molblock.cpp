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
