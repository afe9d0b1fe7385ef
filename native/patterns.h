// Substructure matching with a look at the elements before the search.
#pragma once

#include "door.h"

#include <array>

namespace lichen {

// Atoms of each element, by atomic number.
using Elements = std::array<int, 128>;

Elements elements_of(const RDKit::ROMol &molecule);

// The atoms of each element without which a query cannot match.
Elements least_elements(const RDKit::ROMol &query);

bool matches(const RDKit::ROMol &molecule, const Elements &present, const RDKit::ROMol &query, const Elements &least);

}  // namespace lichen
