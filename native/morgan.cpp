// Morgan environments (Rogers and Hahn 2010, https://doi.org/10.1021/ci100050t): RDKit's identifiers, on flat arrays.
#include "fingerprints.h"

#include <GraphMol/PeriodicTable.h>
#include <RDGeneral/hash/hash.hpp>

#include <algorithm>

namespace lichen {

// RDKit's default invariants: element, degree, hydrogens, charge, isotope, and whether the atom is in a ring.
void Morgan::connectivity(const RDKit::ROMol &molecule) {
    const auto *table = RDKit::PeriodicTable::getTable();
    const auto *rings = molecule.getRingInfo();
    invariants_.resize(molecule.getNumAtoms());
    for (const auto *atom : molecule.atoms()) {
        const auto hydrogens = atom->getTotalNumHs(true);
        // getTotalDegree is the degree and the hydrogens that are no atoms of the graph.
        const auto degree = atom->getDegree() + atom->getTotalNumHs(false);
        const auto usual = table->getAtomicWeight(atom->getAtomicNum());
        const auto heavier = atom->getIsotope() == 0 ? 0 : static_cast<int>(atom->getMass() - usual);
        uint32_t seed = 0;
        gboost::hash_combine(seed, static_cast<uint32_t>(atom->getAtomicNum()));
        gboost::hash_combine(seed, static_cast<uint32_t>(degree));
        gboost::hash_combine(seed, static_cast<uint32_t>(hydrogens));
        gboost::hash_combine(seed, static_cast<uint32_t>(atom->getFormalCharge()));
        gboost::hash_combine(seed, static_cast<uint32_t>(heavier));
        if (rings->numAtomRings(atom->getIdx()) > 0) {
            gboost::hash_combine(seed, uint32_t{1});
        }
        invariants_[atom->getIdx()] = seed;
    }
}

void Morgan::run(const RDKit::ROMol &molecule, const Graph &graph, unsigned int radius) {
    const auto atoms = static_cast<uint32_t>(graph.atoms());
    const size_t words = (graph.bonds() + 63) / 64;
    connectivity(molecule);
    features.assign(invariants_.begin(), invariants_.end());
    ends.assign(1, features.size());
    sets_.assign(atoms * words, 0);
    next_sets_.resize(atoms * words);
    known_.clear();
    dead_.assign(atoms, 0);
    next_invariants_.resize(atoms);

    const auto set_of = [&](uint32_t atom) { return next_sets_.data() + atom * words; };
    const auto is_known = [&](const uint64_t *set) {
        for (size_t at = 0; at < known_.size(); at += words) {
            if (std::equal(set, set + words, known_.data() + at)) {
                return true;
            }
        }
        return false;
    };

    for (uint32_t layer = 0; layer < radius; ++layer) {
        // RDKit's invariant of an atom whose environment was seen before is zero from then on.
        std::fill(next_invariants_.begin(), next_invariants_.end(), 0);
        std::copy(sets_.begin(), sets_.end(), next_sets_.begin());
        round_.clear();
        for (uint32_t atom = 0; atom < atoms; ++atom) {
            if (dead_[atom] != 0) {
                continue;
            }
            if (graph.first[atom] == graph.first[atom + 1]) {
                dead_[atom] = 1;
                continue;
            }
            around_.clear();
            auto *set = set_of(atom);
            for (auto at = graph.first[atom]; at < graph.first[atom + 1]; ++at) {
                const auto bond = graph.through[at];
                const auto *other = sets_.data() + graph.neighbours[at] * words;
                set[bond / 64] |= 1ULL << (bond % 64);
                for (size_t word = 0; word < words; ++word) {
                    set[word] |= other[word];
                }
                around_.emplace_back(graph.bond_types[bond], invariants_[graph.neighbours[at]]);
            }
            std::sort(around_.begin(), around_.end());
            uint32_t invariant = layer;
            gboost::hash_combine(invariant, invariants_[atom]);
            for (const auto &neighbour : around_) {
                gboost::hash_combine(invariant, neighbour);
            }
            next_invariants_[atom] = invariant;
            round_.push_back({atom, invariant});
            if (is_known(set)) {
                dead_[atom] = 1;
            }
        }
        // Of several atoms that reach the same bonds the one of the lowest invariant counts, then of the lowest index.
        std::sort(round_.begin(), round_.end(), [&](const Environment &one, const Environment &other) {
            const auto *left = set_of(one.atom), *right = set_of(other.atom);
            const auto [a, b] = std::mismatch(left, left + words, right);
            if (a != left + words) {
                return *a < *b;
            }
            return one.invariant != other.invariant ? one.invariant < other.invariant : one.atom < other.atom;
        });
        for (const auto &environment : round_) {
            const auto *set = set_of(environment.atom);
            if (is_known(set)) {
                dead_[environment.atom] = 1;
            } else {
                features.push_back(environment.invariant);
                known_.insert(known_.end(), set, set + words);
            }
        }
        ends.push_back(features.size());
        invariants_.swap(next_invariants_);
        sets_.swap(next_sets_);
    }
}

}  // namespace lichen
