// Hückel molecular orbitals of the pi electrons, from the molecular graph alone.
#pragma once

#include <GraphMol/ROMol.h>

namespace lichen {

// Energies are the x of alpha + x beta, beta negative: the larger x, the lower the energy.
struct PiSystem {
    int atoms = 0;
    int electrons = 0;
    double homo = 0;
    double lumo = 0;
    double homo_below = 0;  // next lower occupied, or the HOMO where there is none
    double lumo_above = 0;  // next higher empty, or the LUMO where there is none
    double energy_per_electron = 0;
    double highest_charge = 0;  // elementary charges, over pi atoms
    double lowest_charge = 0;
    double homo_participation = 0;  // 1 / sum c^4: over how many atoms the orbital spreads
    double lumo_participation = 0;
};

// False where there are more pi atoms than it is worth diagonalising (600).
bool pi_system(const RDKit::ROMol &molecule, PiSystem &result);

}  // namespace lichen
