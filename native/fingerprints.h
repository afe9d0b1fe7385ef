// Features of one molecule, each as often as it occurs and in no order. The numbers are RDKit's own.
#pragma once

#include "graph.h"

#include <cstdint>
#include <vector>

namespace lichen {

// Morgan environments up to the largest radius; `ends[r]` is how many of `features` belong to radius r or less.
class Morgan {
  public:
    void run(const RDKit::ROMol &molecule, const Graph &graph, unsigned int radius);

    std::vector<uint32_t> features;
    std::vector<size_t> ends;

  private:
    struct Environment {
        uint32_t atom;
        uint32_t invariant;
    };

    void connectivity(const RDKit::ROMol &molecule);

    std::vector<uint32_t> invariants_, next_invariants_;
    std::vector<uint64_t> sets_, next_sets_;  // atoms x words: the bonds within reach of each atom
    std::vector<uint64_t> known_;             // environments counted so far, words each
    std::vector<uint8_t> dead_;
    std::vector<Environment> round_;
    std::vector<std::pair<int32_t, uint32_t>> around_;
};

// Element, pi electrons and branches of each atom, packed in 9 bits.
void atom_codes(const RDKit::ROMol &molecule, std::vector<uint32_t> &codes);

// Pairs of atoms at 1 to 30 bonds.
class AtomPairs {
  public:
    void run(const Graph &graph, const std::vector<uint32_t> &codes);

    std::vector<uint32_t> features;

  private:
    std::vector<uint32_t> queue_;
    std::vector<uint32_t> distances_;
};

// Paths of four atoms, heavy ones only, and rings of three; hashed from RDKit's 36 bits to 32.
void topological_torsions(const Graph &graph, const std::vector<uint32_t> &codes, std::vector<uint32_t> &features);

// The upper half of the id times 2^64 / golden ratio (multiplicative hashing, Knuth 1998, section 6.4).
inline uint32_t hashed_to_32(uint64_t id) { return static_cast<uint32_t>((id * 0x9e3779b97f4a7c15ULL) >> 32); }

// Compressed rows: the features of each row sorted, equal ones counted.
struct Rows {
    std::vector<int64_t> offsets{0};
    std::vector<uint32_t> ids;
    std::vector<uint16_t> counts;  // saturated at 65,535

    void append(std::vector<uint32_t> &features, size_t end);
    void append_empty() { offsets.push_back(static_cast<int64_t>(ids.size())); }
};

}  // namespace lichen
