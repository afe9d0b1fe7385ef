// What a reaction made, understood as molecules.
#pragma once

#include "door.h"

#include <string>
#include <unordered_map>

namespace lichen {

unsigned int radicals(const RDKit::ROMol &molecule);

// Products by all that their SMILES is made from, atoms in the order in which RDKit makes them: the same part cut off by
// several variants of a reaction, or by several reactions, is understood once.
class Understood {
  public:
    // Canonical SMILES; empty where the product is no molecule.
    const std::string &smiles(const RDKit::ROMol &product, unsigned int most_radicals, bool backward);

  private:
    std::string read_again(const std::string &smiles);

    std::unordered_map<std::string, std::string> known_;  // by key
    std::unordered_map<std::string, std::string> final_;  // by SMILES as first written
    std::string key_;
};

}  // namespace lichen
