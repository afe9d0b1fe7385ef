// Burden matrices (Pearlman and Smith 1999, https://doi.org/10.1021/ci980137x): the bond graph with a property of the
// atoms on its diagonal, condensed to its highest and lowest eigenvalue.
#pragma once

#include <GraphMol/ROMol.h>

#include <utility>
#include <vector>

namespace lichen {

// Highest and lowest eigenvalue; weights has one finite value an atom. Throws std::domain_error for bonds without an
// order, such as dative ones.
std::pair<double, double> burden_extremes(const RDKit::ROMol &molecule, const std::vector<double> &weights);

}  // namespace lichen
