#include "burden.h"

#include <GraphMol/GraphMol.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lichen {
namespace {

// RDKit's weights: one over the root of the bond order.
constexpr double unbonded = 0.001;

double weight(const RDKit::Bond &bond) {
    switch (bond.getBondType()) {
        case RDKit::Bond::SINGLE: return 1.0;
        case RDKit::Bond::DOUBLE: return 1.0 / std::sqrt(2.0);
        case RDKit::Bond::TRIPLE: return 1.0 / std::sqrt(3.0);
        case RDKit::Bond::AROMATIC: return 1.0 / std::sqrt(1.5);
        default: throw std::domain_error("a Burden matrix knows single, double, triple and aromatic bonds only");
    }
}

// Householder reflections bring the symmetric a, shape (n, n), to a tridiagonal matrix of the same eigenvalues.
void tridiagonalise(std::vector<double> &a, size_t n, std::vector<double> &diagonal, std::vector<double> &beside) {
    std::vector<double> v(n), p(n);
    for (size_t k = 0; k + 2 < n; ++k) {
        double norm = 0;
        for (size_t i = k + 1; i < n; ++i) {
            norm += a[i * n + k] * a[i * n + k];
        }
        const double head = a[(k + 1) * n + k];
        if (norm - head * head <= 0) {
            continue;
        }
        const double alpha = head > 0 ? -std::sqrt(norm) : std::sqrt(norm);
        for (size_t i = k + 1; i < n; ++i) {
            v[i] = a[i * n + k];
        }
        v[k + 1] -= alpha;
        const double square = 2 * (norm - alpha * head);  // |v|^2
        // a := (1 - 2 vv/|v|^2) a (1 - 2 vv/|v|^2) = a - v w' - w v', w = p - (v'p/|v|^2) v, p = 2 a v/|v|^2
        double overlap = 0;
        for (size_t i = k + 1; i < n; ++i) {
            p[i] = 0;
            for (size_t j = k + 1; j < n; ++j) {
                p[i] += a[i * n + j] * v[j];
            }
            p[i] *= 2 / square;
            overlap += v[i] * p[i];
        }
        for (size_t i = k + 1; i < n; ++i) {
            p[i] -= overlap / square * v[i];
        }
        for (size_t i = k + 1; i < n; ++i) {
            for (size_t j = k + 1; j < n; ++j) {
                a[i * n + j] -= v[i] * p[j] + p[i] * v[j];
            }
        }
        a[(k + 1) * n + k] = a[k * n + k + 1] = alpha;
    }
    diagonal.resize(n);
    beside.assign(n, 0.0);
    for (size_t i = 0; i < n; ++i) {
        diagonal[i] = a[i * n + i];
        beside[i] = i + 1 < n ? a[(i + 1) * n + i] : 0.0;
    }
}

// Eigenvalues below x: the number of negative pivots of the tridiagonal matrix less x (Sylvester's law of inertia).
size_t below(const std::vector<double> &diagonal, const std::vector<double> &beside, double x) {
    size_t count = 0;
    double pivot = 1;
    for (size_t i = 0; i < diagonal.size(); ++i) {
        const double coupling = i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0.0;
        pivot = diagonal[i] - x - coupling;
        if (pivot == 0) {
            pivot = std::numeric_limits<double>::min();
        }
        count += pivot < 0 ? 1 : 0;
    }
    return count;
}

// The eigenvalue with exactly `rank` others below it, by bisection.
double eigenvalue(const std::vector<double> &diagonal, const std::vector<double> &beside, size_t rank, double low,
                  double high) {
    while (high - low > 1e-13 * std::max({1.0, std::abs(low), std::abs(high)})) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        (below(diagonal, beside, middle) > rank ? high : low) = middle;
    }
    return low + (high - low) / 2;
}

}  // namespace

std::pair<double, double> burden_extremes(const RDKit::ROMol &molecule, const std::vector<double> &weights) {
    const size_t n = molecule.getNumAtoms();
    std::vector<double> a(n * n, unbonded);
    for (size_t i = 0; i < n; ++i) {
        a[i * n + i] = weights[i];
    }
    for (const auto *bond : molecule.bonds()) {
        const size_t i = bond->getBeginAtomIdx(), j = bond->getEndAtomIdx();
        a[i * n + j] = a[j * n + i] = weight(*bond);
    }
    std::vector<double> diagonal, beside;
    tridiagonalise(a, n, diagonal, beside);
    // Gershgorin's discs hold all eigenvalues.
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (size_t i = 0; i < n; ++i) {
        const double radius = std::abs(beside[i]) + (i > 0 ? std::abs(beside[i - 1]) : 0.0);
        low = std::min(low, diagonal[i] - radius);
        high = std::max(high, diagonal[i] + radius);
    }
    return {eigenvalue(diagonal, beside, n - 1, low, high), eigenvalue(diagonal, beside, 0, low, high)};
}

}  // namespace lichen
