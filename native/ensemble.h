// How many conformers a molecule asks for.
#pragma once

#include <GraphMol/ROMol.h>

#include <cstdint>

namespace lichen {

// Thrice as many as the minima that bonds between heavy atoms have by turning, within 3 to 50, 200 above seven and 300
// above twelve such bonds (Ebejer et al. 2012, https://doi.org/10.1021/ci2004658).
int32_t usual_count(const RDKit::ROMol &with_hydrogens);

// CPU time of the calling thread.
double thread_cpu_seconds();

}  // namespace lichen
