// A molecule as flat arrays: what fingerprints read, without a pointer to follow.
#pragma once

#include <GraphMol/GraphMol.h>

#include <cstdint>
#include <vector>

namespace lichen {

// Atoms and bonds in the molecule's own order; neighbours of atom a are entries [first[a], first[a + 1]). An instance
// is filled again and again, so that a batch allocates next to nothing.
struct Graph {
    std::vector<uint32_t> first;       // atoms + 1
    std::vector<uint32_t> neighbours;  // 2 x bonds
    std::vector<uint32_t> through;     // 2 x bonds: the bond to that neighbour
    std::vector<int32_t> bond_types;   // bonds, RDKit's numbers
    std::vector<uint8_t> hydrogens;    // atoms, 1 for an explicit hydrogen atom

    size_t atoms() const { return first.size() - 1; }
    size_t bonds() const { return bond_types.size(); }
    void read(const RDKit::ROMol &molecule);
};

}  // namespace lichen
