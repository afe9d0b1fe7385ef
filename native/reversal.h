// Reaction templates read backwards: from a product to what it can be made of.
#pragma once

#include "door.h"

#include <GraphMol/ChemReactions/Reaction.h>

namespace lichen {

using Reaction = std::unique_ptr<RDKit::ChemicalReaction>;

// A template written for a product says how atoms are joined, not whether RDKit will call the new ring aromatic.
void relax(RDKit::RWMol &query);

// Two precursors joined by one bond alone are not joined in a ring: without this, most matches of a coupling are cuts of
// rings that come to nothing.
void spare_rings(const RDKit::ChemicalReaction &reversed, RDKit::RWMol &query);

// Atoms that the forward reaction drops come back in the reversed one, as each element that the template lets them be.
std::vector<Reaction> variants_of(const RDKit::ChemicalReaction &reversed);

}  // namespace lichen
