#include "huckel.h"

#include <GraphMol/GraphMol.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace lichen {
namespace {

constexpr size_t most_atoms = 600;

// A digit counts the core charge left when the pi electrons are taken away: N1 is the nitrogen of pyridine, N2 that of
// pyrrole or of a nitro group.
enum Centre { B, C, N1, N2, O1, O2, F, Si, P1, P2, S1, S2, Cl, centres };

// h and k of Van-Catledge 1980, https://doi.org/10.1021/jo01311a060, in units of the C-C resonance integral.
constexpr std::array<double, centres> coulomb = {-0.45, 0.00, 0.51, 1.37, 0.97, 2.09, 2.71,
                                                 0.00,  0.19, 0.75, 0.46, 1.11, 1.48};

constexpr double resonance[centres][centres] = {
    /* B  */ {0.87},
    /* C  */ {0.73, 1.00},
    /* N1 */ {0.66, 1.02, 1.09},
    /* N2 */ {0.53, 0.89, 0.99, 0.98},
    /* O1 */ {0.60, 1.06, 1.14, 1.13, 1.26},
    /* O2 */ {0.35, 0.66, 0.80, 0.89, 1.02, 0.95},
    /* F  */ {0.26, 0.52, 0.65, 0.77, 0.92, 0.94, 1.04},
    /* Si */ {0.57, 0.75, 0.72, 0.43, 0.65, 0.24, 0.17, 0.64},
    /* P1 */ {0.53, 0.77, 0.78, 0.55, 0.75, 0.31, 0.21, 0.62, 0.63},
    /* P2 */ {0.54, 0.76, 0.81, 0.64, 0.82, 0.39, 0.22, 0.52, 0.58, 0.63},
    /* S1 */ {0.51, 0.81, 0.83, 0.68, 0.84, 0.43, 0.28, 0.61, 0.65, 0.65, 0.68},
    /* S2 */ {0.44, 0.69, 0.78, 0.73, 0.85, 0.54, 0.32, 0.40, 0.48, 0.60, 0.58, 0.63},
    /* Cl */ {0.41, 0.62, 0.77, 0.80, 0.88, 0.70, 0.51, 0.34, 0.35, 0.55, 0.52, 0.59, 0.68},
};

// Streitwieser's distinction of localised C-C bonds, which the table above does not make.
constexpr double single_bond = 0.9, double_bond = 1.1;

// Where nothing is unsaturated there are no pi orbitals; the bounds of the scale stand in for the sigma orbitals, whose
// gap is wider than that of ethene (2.2).
constexpr double saturated = 2.0;

struct Site {
    const RDKit::Atom *atom;
    Centre centre;
    int electrons;
};

bool hypervalent(const RDKit::Atom &atom) {
    const int number = atom.getAtomicNum();
    const int valence = atom.getTotalValence();
    return ((number == 16 || number == 34) && valence > 2 + std::max(0, atom.getFormalCharge())) ||
           (number == 15 && valence > 3 + std::max(0, atom.getFormalCharge()));
}

bool unsaturated(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    if (hypervalent(atom)) {
        return false;
    }
    for (const auto *bond : molecule.atomBonds(&atom)) {
        const bool multiple = bond->getIsAromatic() || bond->getBondType() == RDKit::Bond::DOUBLE ||
                              bond->getBondType() == RDKit::Bond::TRIPLE;
        if (multiple && !hypervalent(*bond->getOtherAtom(&atom))) {
            return true;
        }
    }
    return false;
}

bool has_multiple_bond(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    for (const auto *bond : molecule.atomBonds(&atom)) {
        if (bond->getBondType() == RDKit::Bond::DOUBLE || bond->getBondType() == RDKit::Bond::TRIPLE) {
            return true;
        }
    }
    return false;
}

// The kind of site for an element at a core charge; false for elements outside the table.
bool centre_of(int number, int core, Centre &centre) {
    const bool one = core <= 1;
    switch (number) {
        case 5: centre = B; return true;
        case 6: centre = C; return true;
        case 7: centre = one ? N1 : N2; return true;
        case 8: centre = one ? O1 : O2; return true;
        case 9: centre = F; return true;
        case 14: centre = Si; return true;
        case 15: centre = one ? P1 : P2; return true;
        case 16:
        case 34: centre = one ? S1 : S2; return true;
        case 17:
        case 35:
        case 53: centre = Cl; return true;
        default: return false;
    }
}

// Pi electrons of an unsaturated atom.
int electrons_of(const RDKit::Atom &atom) {
    const int number = atom.getAtomicNum(), charge = atom.getFormalCharge();
    if (number == 6 || number == 14) {
        return std::clamp(1 - charge, 0, 2);
    }
    if (number == 5) {
        return 0;
    }
    if (!atom.getIsAromatic()) {
        return 1;
    }
    // An aromatic heteroatom gives its lone pair unless it holds one of the double bonds: it has three sigma bonds
    // (pyrrole), two for oxygen and its kin (furan), or a negative charge; a positive charge takes one electron away.
    const int sigma = static_cast<int>(atom.getTotalDegree());
    const int bonds_with_pair = number == 7 || number == 15 ? 3 : 2;
    const int available = sigma - charge;
    return available >= bonds_with_pair ? 2 : 1;
}

bool lone_pair(const RDKit::ROMol &molecule, const RDKit::Atom &atom) {
    switch (atom.getAtomicNum()) {
        case 7:
        case 8:
        case 9:
        case 15:
        case 16:
        case 17:
        case 34:
        case 35:
        case 53:
            return atom.getFormalCharge() <= 0 && !hypervalent(atom) && !has_multiple_bond(molecule, atom);
        default:
            return false;
    }
}

// Cyclic Jacobi rotations: a is symmetric, shape (n, n); afterwards its diagonal has the eigenvalues, the columns of v
// the eigenvectors.
void diagonalise(std::vector<double> &a, std::vector<double> &v, size_t n) {
    v.assign(n * n, 0.0);
    for (size_t i = 0; i < n; ++i) {
        v[i * n + i] = 1.0;
    }
    for (int sweep = 0; sweep < 60; ++sweep) {
        double off = 0;
        for (size_t p = 0; p < n; ++p) {
            for (size_t q = p + 1; q < n; ++q) {
                off += a[p * n + q] * a[p * n + q];
            }
        }
        if (off < 1e-18) {
            return;
        }
        for (size_t p = 0; p < n; ++p) {
            for (size_t q = p + 1; q < n; ++q) {
                const double apq = a[p * n + q];
                if (std::abs(apq) < 1e-14) {
                    continue;
                }
                const double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
                const double t = (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (size_t k = 0; k < n; ++k) {
                    const double akp = a[k * n + p], akq = a[k * n + q];
                    a[k * n + p] = c * akp - s * akq;
                    a[k * n + q] = s * akp + c * akq;
                }
                for (size_t k = 0; k < n; ++k) {
                    const double apk = a[p * n + k], aqk = a[q * n + k];
                    a[p * n + k] = c * apk - s * aqk;
                    a[q * n + k] = s * apk + c * aqk;
                }
                for (size_t k = 0; k < n; ++k) {
                    const double vkp = v[k * n + p], vkq = v[k * n + q];
                    v[k * n + p] = c * vkp - s * vkq;
                    v[k * n + q] = s * vkp + c * vkq;
                }
            }
        }
    }
}

struct Level {
    double x;
    double participation;
};

void better(std::array<Level, 2> &best, Level level, bool higher) {
    const auto wins = [higher](double a, double b) { return higher ? a > b : a < b; };
    if (wins(level.x, best[0].x)) {
        best[1] = best[0];
        best[0] = level;
    } else if (wins(level.x, best[1].x)) {
        best[1] = level;
    }
}

}  // namespace

bool pi_system(const RDKit::ROMol &molecule, PiSystem &result) {
    result = PiSystem{};
    std::vector<Site> sites;
    std::vector<int> site_of(molecule.getNumAtoms(), -1);
    std::vector<bool> core(molecule.getNumAtoms());
    for (const auto *atom : molecule.atoms()) {
        core[atom->getIdx()] = unsaturated(molecule, *atom) ||
                               (atom->getAtomicNum() == 6 && atom->getFormalCharge() != 0) ||
                               (atom->getAtomicNum() == 5 && atom->getTotalDegree() == 3);
    }
    for (const auto *atom : molecule.atoms()) {
        int electrons = -1;
        if (core[atom->getIdx()]) {
            electrons = electrons_of(*atom);
        } else if (lone_pair(molecule, *atom)) {
            for (const auto *neighbour : molecule.atomNeighbors(atom)) {
                electrons = core[neighbour->getIdx()] ? 2 : electrons;
            }
        }
        Centre centre{};
        if (electrons >= 0 && centre_of(atom->getAtomicNum(), electrons + atom->getFormalCharge(), centre)) {
            site_of[atom->getIdx()] = static_cast<int>(sites.size());
            sites.push_back({atom, centre, electrons});
        }
    }
    if (sites.size() > most_atoms) {
        return false;
    }

    // Neighbours with their resonance integrals, then connected parts: each keeps its own electrons.
    std::vector<std::vector<std::pair<int, double>>> couplings(sites.size());
    for (const auto *bond : molecule.bonds()) {
        const int i = site_of[bond->getBeginAtomIdx()], j = site_of[bond->getEndAtomIdx()];
        if (i < 0 || j < 0) {
            continue;
        }
        double k = resonance[std::max(sites[i].centre, sites[j].centre)][std::min(sites[i].centre, sites[j].centre)];
        if (sites[i].centre == C && sites[j].centre == C && !bond->getIsAromatic()) {
            k *= bond->getBondType() == RDKit::Bond::SINGLE ? single_bond : double_bond;
        }
        couplings[i].emplace_back(j, k);
        couplings[j].emplace_back(i, k);
    }

    std::array<Level, 2> occupied{{{std::numeric_limits<double>::infinity(), 0},
                                   {std::numeric_limits<double>::infinity(), 0}}};
    std::array<Level, 2> empty{{{-std::numeric_limits<double>::infinity(), 0},
                                {-std::numeric_limits<double>::infinity(), 0}}};
    std::vector<bool> seen(sites.size());
    double energy = 0;
    for (size_t start = 0; start < sites.size(); ++start) {
        if (seen[start]) {
            continue;
        }
        std::vector<int> part{static_cast<int>(start)};
        seen[start] = true;
        for (size_t head = 0; head < part.size(); ++head) {
            for (const auto &[next, k] : couplings[part[head]]) {
                if (!seen[next]) {
                    seen[next] = true;
                    part.push_back(next);
                }
            }
        }
        const size_t n = part.size();
        std::vector<int> local(sites.size(), -1);
        int electrons = 0;
        for (size_t i = 0; i < n; ++i) {
            local[part[i]] = static_cast<int>(i);
            electrons += sites[part[i]].electrons;
        }
        std::vector<double> h(n * n), v;
        for (size_t i = 0; i < n; ++i) {
            h[i * n + i] = coulomb[sites[part[i]].centre];
            for (const auto &[next, k] : couplings[part[i]]) {
                h[i * n + local[next]] = k;
            }
        }
        diagonalise(h, v, n);
        std::vector<size_t> order(n);
        std::iota(order.begin(), order.end(), size_t{0});
        std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return h[a * n + a] > h[b * n + b]; });

        std::vector<double> population(n);
        for (size_t rank = 0; rank < n; ++rank) {
            const size_t orbital = order[rank];
            const int filled = std::clamp(electrons - 2 * static_cast<int>(rank), 0, 2);
            const double x = h[orbital * n + orbital];
            double fourth = 0;
            for (size_t i = 0; i < n; ++i) {
                const double square = v[i * n + orbital] * v[i * n + orbital];
                fourth += square * square;
                population[i] += filled * square;
            }
            energy += filled * x;
            // A singly occupied orbital is both.
            if (filled > 0) {
                better(occupied, {x, 1 / fourth}, false);
            }
            if (filled < 2) {
                better(empty, {x, 1 / fourth}, true);
            }
        }
        for (size_t i = 0; i < n; ++i) {
            const auto &site = sites[part[i]];
            const double charge = site.electrons + site.atom->getFormalCharge() - population[i];
            result.highest_charge = std::max(result.highest_charge, charge);
            result.lowest_charge = std::min(result.lowest_charge, charge);
        }
        result.electrons += electrons;
    }

    result.atoms = static_cast<int>(sites.size());
    const auto value = [](const Level &level, double otherwise) {
        return std::isfinite(level.x) ? level.x : otherwise;
    };
    result.homo = value(occupied[0], saturated);
    result.lumo = value(empty[0], -saturated);
    result.homo_below = value(occupied[1], result.homo);
    result.lumo_above = value(empty[1], result.lumo);
    result.homo_participation = occupied[0].participation;
    result.lumo_participation = empty[0].participation;
    result.energy_per_electron = result.electrons > 0 ? energy / result.electrons : 0;
    return true;
}

}  // namespace lichen
