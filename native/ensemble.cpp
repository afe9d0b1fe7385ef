// Conformers compared: root mean square deviations over all ways in which a molecule maps onto itself.
#include "ensemble.h"
#include "door.h"

#include <Geometry/Transform3D.h>
#include <GraphMol/Conformer.h>
#include <GraphMol/MolAlign/AlignMolecules.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace lichen;

namespace {

// Of symmetric molecules more maps are left out: conformers may then count as two that are one.
constexpr unsigned int most_maps = 1000;

// What makes conformers differ: heavy atoms and the hydrogens that can be donated. Hydrogens on carbon follow their
// carbon, and methyl groups of three each would multiply the maps by six.
bool counts(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    if (atom.getAtomicNum() != 1) {
        return true;
    }
    for (const auto *neighbour : molecule.atomNeighbors(&atom)) {
        return neighbour->getAtomicNum() != 6;
    }
    return true;
}

// One end of a bond turns something when another atom that counts hangs on it.
bool turns(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    int counted = 0;
    for (const auto *neighbour : molecule.atomNeighbors(&atom)) {
        counted += counts(molecule, *neighbour) ? 1 : 0;
    }
    return counted > 1;
}

double two_atoms(const RDKit::ROMol &molecule, int i, int j) {
    const auto length = [&](int id) {
        const auto &conformer = molecule.getConformer(id);
        return (conformer.getAtomPos(1) - conformer.getAtomPos(0)).length();
    };
    return std::abs(length(i) - length(j)) / 2;
}

}  // namespace

int32_t lichen::usual_count(const RDKit::ROMol &molecule) {
    int rotors = 0;
    for (const auto *bond : molecule.bonds()) {
        const auto &a = *bond->getBeginAtom(), &b = *bond->getEndAtom();
        rotors += bond->getBondType() == RDKit::Bond::SINGLE && a.getAtomicNum() != 1 && b.getAtomicNum() != 1 &&
                          molecule.getRingInfo()->numBondRings(bond->getIdx()) == 0 && turns(molecule, a) &&
                          turns(molecule, b)
                      ? 1
                      : 0;
    }
    constexpr int32_t thrice[] = {3, 9, 27};
    return rotors < 3 ? thrice[rotors] : rotors <= 7 ? 50 : rotors <= 12 ? 200 : 300;
}

int32_t lr_conformer_deviations(const char *smiles, int64_t length, const double *angstrom, const double *energies,
                                int32_t count, int32_t atoms, int32_t mirrored, double energy_tolerance, double enough,
                                double *deviations, double *cpu_seconds) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && angstrom != nullptr && energies != nullptr && count > 0 &&
                    deviations != nullptr && cpu_seconds != nullptr,
                "null argument, or no conformer");
        const double begin = thread_cpu_seconds();
        const auto whole = with_hydrogens({smiles, static_cast<size_t>(length)});
        require(atoms == static_cast<int32_t>(whole->getNumAtoms()), "the number of atoms is not the molecule's");

        std::vector<unsigned int> kept;
        RDKit::RWMol molecule(*whole);
        molecule.beginBatchEdit();
        for (const auto *atom : whole->atoms()) {
            if (counts(*whole, *atom)) {
                kept.push_back(atom->getIdx());
            } else {
                molecule.removeAtom(atom->getIdx());
            }
        }
        molecule.commitBatchEdit();
        molecule.clearConformers();
        for (int32_t c = 0; c < count; ++c) {
            auto *conformer = new RDKit::Conformer(static_cast<unsigned int>(kept.size()));
            for (size_t i = 0; i < kept.size(); ++i) {
                const auto *p = angstrom + 3 * (static_cast<size_t>(c) * atoms + kept[i]);
                conformer->setAtomPos(i, RDGeom::Point3D(p[0], p[1], p[2]));
            }
            conformer->setId(c);
            molecule.addConformer(conformer, false);
        }

        std::vector<RDKit::MatchVectType> maps;
        if (kept.size() > 2) {
            RDKit::SubstructMatch(molecule, molecule, maps, false, true, false, false, most_maps);
        }
        for (int32_t i = 0; i < count; ++i) {
            for (int32_t j = 0; j <= i; ++j) {
                const bool trivial = kept.size() < 2 || (i == j && mirrored == 0);
                const bool compared = std::abs(energies[i] - energies[j]) <= energy_tolerance;
                double best = trivial ? 0 : std::numeric_limits<double>::infinity();
                if (kept.size() == 2 && compared) {
                    best = two_atoms(molecule, i, j);
                }
                for (size_t m = 0; compared && m < maps.size() && best > enough; ++m) {
                    RDGeom::Transform3D transform;
                    best = std::min(best, RDKit::MolAlign::getAlignmentTransform(molecule, molecule, transform, i, j,
                                                                                 &maps[m], nullptr, mirrored != 0));
                }
                deviations[static_cast<size_t>(i) * count + j] = best;
                deviations[static_cast<size_t>(j) * count + i] = best;
            }
        }
        *cpu_seconds = thread_cpu_seconds() - begin;
    });
}
