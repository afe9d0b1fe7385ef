// Atom pairs (Carhart, Smith and Venkataraghavan 1985, https://doi.org/10.1021/ci00046a002) and topological torsions
// (Nilakantan et al. 1987, https://doi.org/10.1021/ci00054a008): RDKit's identifiers, on flat arrays.
#include "fingerprints.h"

#include <GraphMol/Fingerprints/FingerprintUtil.h>

#include <algorithm>

namespace lichen {
namespace {

constexpr uint32_t code_bits = RDKit::AtomPairs::codeSize;
constexpr uint32_t distance_bits = RDKit::AtomPairs::numPathBits;
constexpr uint32_t longest = RDKit::AtomPairs::maxPathLen - 1;

// The ends of a torsion do not count the bond that leads on, inner atoms neither of the two.
uint64_t torsion(uint32_t end, uint32_t one, uint32_t two, uint32_t other_end) {
    uint32_t path[] = {end - 1, one - 2, two - 2, other_end - 1};
    if (path[0] > path[3] || (path[0] == path[3] && path[1] > path[2])) {
        std::reverse(path, path + 4);
    }
    uint64_t id = 0;
    for (uint32_t place = 0; place < 4; ++place) {
        id |= static_cast<uint64_t>(path[place]) << (code_bits * place);
    }
    return id;
}

}  // namespace

void atom_codes(const RDKit::ROMol &molecule, std::vector<uint32_t> &codes) {
    codes.resize(molecule.getNumAtoms());
    for (const auto *atom : molecule.atoms()) {
        codes[atom->getIdx()] = RDKit::AtomPairs::getAtomCode(atom);
    }
}

void AtomPairs::run(const Graph &graph, const std::vector<uint32_t> &codes) {
    const auto atoms = static_cast<uint32_t>(graph.atoms());
    constexpr uint32_t unseen = ~0U;
    features.clear();
    queue_.resize(atoms);
    for (uint32_t start = 0; start < atoms; ++start) {
        distances_.assign(atoms, unseen);
        distances_[start] = 0;
        queue_[0] = start;
        for (uint32_t head = 0, tail = 1; head < tail; ++head) {
            const auto atom = queue_[head];
            const auto distance = distances_[atom];
            if (atom > start) {  // each pair once
                const auto [low, high] = std::minmax(codes[start], codes[atom]);
                features.push_back(distance | low << distance_bits | high << (distance_bits + code_bits));
            }
            if (distance == longest) {
                continue;
            }
            for (auto at = graph.first[atom]; at < graph.first[atom + 1]; ++at) {
                const auto next = graph.neighbours[at];
                if (distances_[next] == unseen) {
                    distances_[next] = distance + 1;
                    queue_[tail++] = next;
                }
            }
        }
    }
}

void topological_torsions(const Graph &graph, const std::vector<uint32_t> &codes, std::vector<uint32_t> &features) {
    features.clear();
    const auto atoms = static_cast<uint32_t>(graph.atoms());
    const auto each_neighbour = [&](uint32_t atom, auto &&work) {
        for (auto at = graph.first[atom]; at < graph.first[atom + 1]; ++at) {
            if (graph.hydrogens[graph.neighbours[at]] == 0) {
                work(graph.neighbours[at]);
            }
        }
    };
    // By the inner bond, so that each path comes once.
    for (uint32_t one = 0; one < atoms; ++one) {
        if (graph.hydrogens[one] != 0) {
            continue;
        }
        each_neighbour(one, [&](uint32_t two) {
            if (two < one) {
                return;
            }
            each_neighbour(one, [&](uint32_t end) {
                if (end == two) {
                    return;
                }
                each_neighbour(two, [&](uint32_t other_end) {
                    if (other_end == one) {
                        return;
                    }
                    if (other_end != end) {
                        features.push_back(hashed_to_32(torsion(codes[end], codes[one], codes[two], codes[other_end])));
                    } else if (end < one) {
                        // A ring of three, once, from its first atom: RDKit's choice, which depends on their order.
                        features.push_back(hashed_to_32(torsion(codes[end], codes[one], codes[two], codes[end])));
                    }
                });
            });
        });
    }
}

}  // namespace lichen
