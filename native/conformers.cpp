// Three-dimensional structures: ETKDGv3 embedding (Wang et al. 2020, https://doi.org/10.1021/acs.jcim.0c00025), then
// MMFF94 (Halgren 1996, https://doi.org/10.1002/(SICI)1096-987X(199604)17:5/6<490::AID-JCC1>3.0.CO;2-P) or, where it
// lacks parameters, UFF (Rappe et al. 1992, https://doi.org/10.1021/ja00051a040).
#include "door.h"
#include "ensemble.h"

#include <ForceField/ForceField.h>
#include <GraphMol/Conformer.h>
#include <GraphMol/DistGeomHelpers/Embedder.h>
#include <GraphMol/ForceFieldHelpers/MMFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/MMFF/Builder.h>
#include <GraphMol/ForceFieldHelpers/UFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/UFF/Builder.h>
#include <GraphMol/MolOps.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>

using namespace lichen;

double lichen::thread_cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

namespace {

constexpr unsigned int iterations_per_round = 200;
constexpr int rounds = 50;  // 10,000 iterations; molecules of 40 atoms need a few hundred

thread_local double deadline = std::numeric_limits<double>::infinity();

void check_time(unsigned int = 0) {
    if (thread_cpu_seconds() > deadline) {
        throw Refusal(LR_TIME, "the limit of CPU time was reached");
    }
}

// Books the CPU time of the call whatever its end.
class Stopwatch {
  public:
    Stopwatch(double limit, double &seconds) : begin_(thread_cpu_seconds()), seconds_(seconds) {
        deadline = begin_ + limit;
    }
    ~Stopwatch() {
        seconds_ = thread_cpu_seconds() - begin_;
        deadline = std::numeric_limits<double>::infinity();
    }

  private:
    double begin_;
    double &seconds_;
};

std::vector<int> embed(RDKit::RWMol &molecule, int32_t count, uint64_t seed, bool random_coordinates) {
    auto parameters = RDKit::DGeomHelpers::ETKDGv3;
    parameters.numThreads = 1;
    // RDKit multiplies the seed by the number of the conformer; a negative one means unseeded.
    parameters.randomSeed = static_cast<int>((seed ^ (seed >> 32)) % 1000003ULL) + 1;
    parameters.useRandomCoords = random_coordinates;
    parameters.callback = check_time;
    std::vector<int> ids;
    RDKit::DGeomHelpers::EmbedMultipleConfs(molecule, ids, static_cast<unsigned int>(count), parameters);
    return ids;
}

void copy_topology(const RDKit::ROMol &molecule, int32_t atom_capacity, uint8_t *atomic_numbers,
                   int32_t bond_capacity, int32_t *bonds, int32_t &atom_count, int32_t &bond_count) {
    atom_count = static_cast<int32_t>(molecule.getNumAtoms());
    bond_count = static_cast<int32_t>(molecule.getNumBonds());
    if (atom_count > atom_capacity || bond_count > bond_capacity) {
        throw Refusal(LR_BUFFER, "the buffers are too small");
    }
    require(atomic_numbers != nullptr && (bonds != nullptr || bond_count == 0), "null buffer");
    for (const auto *atom : molecule.atoms()) {
        atomic_numbers[atom->getIdx()] = static_cast<uint8_t>(atom->getAtomicNum());
    }
    std::vector<std::pair<int32_t, int32_t>> pairs;
    for (const auto *bond : molecule.bonds()) {
        const auto a = static_cast<int32_t>(bond->getBeginAtomIdx()), b = static_cast<int32_t>(bond->getEndAtomIdx());
        pairs.emplace_back(std::min(a, b), std::max(a, b));
    }
    std::sort(pairs.begin(), pairs.end());
    for (size_t i = 0; i < pairs.size(); ++i) {
        bonds[2 * i] = pairs[i].first;
        bonds[2 * i + 1] = pairs[i].second;
    }
}

// Minimises in rounds, so that the time limit is looked at between them.
bool converge(ForceFields::ForceField &field) {
    for (int round = 0; round < rounds; ++round) {
        check_time();
        if (field.minimize(iterations_per_round) == 0) {
            return true;
        }
    }
    return false;
}

struct Relaxed {
    int id;
    double energy;  // kcal/mol
};

// Conformers that the force field brought to a minimum, at least one, in the order of embedding.
std::vector<Relaxed> embed_and_relax(RDKit::RWMol &molecule, int32_t count, uint64_t seed, lr_conformer &result) {
    auto conformers = embed(molecule, count, seed, false);
    if (conformers.empty()) {
        // Cages and crowded rings defeat the metric matrix; starting anywhere often works.
        result.random_coordinates = 1;
        conformers = embed(molecule, count, seed, true);
    }
    if (conformers.empty()) {
        throw Refusal(LR_EMBEDDING, "no conformer could be embedded, neither from the metric matrix nor from "
                                    "random coordinates");
    }
    result.embedded = static_cast<int32_t>(conformers.size());

    RDKit::MMFF::MMFFMolProperties mmff(molecule, "MMFF94");
    std::pair<RDKit::UFF::AtomicParamVect, bool> uff;
    if (!mmff.isValid()) {
        result.force_field = 1;
        uff = RDKit::UFF::getAtomTypes(molecule);
        if (!uff.second) {
            throw Refusal(LR_FORCE_FIELD, "neither MMFF94 nor UFF has parameters for every atom");
        }
    }

    std::vector<Relaxed> relaxed;
    for (const int id : conformers) {
        std::unique_ptr<ForceFields::ForceField> field(
            result.force_field == 0 ? RDKit::MMFF::constructForceField(molecule, &mmff, 100.0, id, false)
                                    : RDKit::UFF::constructForceField(molecule, uff.first, 100.0, id, false));
        field->initialize();
        if (!converge(*field)) {
            continue;
        }
        const double energy = field->calcEnergy();
        if (std::isfinite(energy)) {
            ++result.converged;
            relaxed.push_back({id, energy});
        }
    }
    if (relaxed.empty()) {
        result.energy = std::nan("");
        throw Refusal(LR_UNCONVERGED, "none of " + std::to_string(conformers.size()) +
                                          " conformers converged to a minimum of the force field");
    }
    return relaxed;
}

void copy_positions(const RDKit::ROMol &molecule, int id, double *angstrom) {
    const auto &conformer = molecule.getConformer(id);
    for (unsigned int i = 0; i < molecule.getNumAtoms(); ++i) {
        const auto &position = conformer.getAtomPos(i);
        angstrom[3 * i] = position.x;
        angstrom[3 * i + 1] = position.y;
        angstrom[3 * i + 2] = position.z;
    }
}

}  // namespace

int32_t lr_conformer_build(const char *smiles, int64_t length, int32_t count, uint64_t seed, double cpu_seconds,
                           int32_t atom_capacity, uint8_t *atomic_numbers, double *angstrom, int32_t bond_capacity,
                           int32_t *bonds, lr_conformer *result) {
    if (result == nullptr) {
        return LR_ARGUMENT;
    }
    *result = lr_conformer{};
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && count > 0 && count <= 1000 && angstrom != nullptr,
                "null argument, or a number of conformers outside 1 to 1000");
        require(cpu_seconds > 0, "the limit of CPU time is not positive");
        const Stopwatch stopwatch(cpu_seconds, result->cpu_seconds);
        auto molecule = with_hydrogens({smiles, static_cast<size_t>(length)});
        copy_topology(*molecule, atom_capacity, atomic_numbers, bond_capacity, bonds, result->atoms, result->bonds);

        const auto relaxed = embed_and_relax(*molecule, count, seed, *result);
        const auto best = std::min_element(relaxed.begin(), relaxed.end(),
                                           [](const Relaxed &a, const Relaxed &b) { return a.energy < b.energy; });
        result->energy = best->energy;
        copy_positions(*molecule, best->id, angstrom);
    });
}

int32_t lr_conformer_ensemble(const char *smiles, int64_t length, int32_t count, uint64_t seed, double cpu_seconds,
                              int32_t capacity, int32_t atoms, double *energies, double *angstrom, int32_t *chiral,
                              lr_conformer *result) {
    if (result == nullptr) {
        return LR_ARGUMENT;
    }
    *result = lr_conformer{};
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && count >= 0 && count <= 1000 && energies != nullptr &&
                    angstrom != nullptr && chiral != nullptr,
                "null argument, or a number of conformers outside 0 to 1000");
        require(cpu_seconds > 0, "the limit of CPU time is not positive");
        const Stopwatch stopwatch(cpu_seconds, result->cpu_seconds);
        auto molecule = with_hydrogens({smiles, static_cast<size_t>(length)});
        result->atoms = static_cast<int32_t>(molecule->getNumAtoms());
        result->bonds = static_cast<int32_t>(molecule->getNumBonds());
        require(atoms == result->atoms, "the number of atoms is not the molecule's");
        const int32_t wanted = count > 0 ? count : usual_count(*molecule);
        if (wanted > capacity) {
            throw Refusal(LR_BUFFER, "the buffers are too small");
        }
        *chiral = 0;
        for (const auto *atom : molecule->atoms()) {
            *chiral |= atom->getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED ? 1 : 0;
        }
        auto relaxed = embed_and_relax(*molecule, wanted, seed, *result);
        std::stable_sort(relaxed.begin(), relaxed.end(),
                         [](const Relaxed &a, const Relaxed &b) { return a.energy < b.energy; });
        result->energy = relaxed.front().energy;
        for (size_t i = 0; i < relaxed.size(); ++i) {
            energies[i] = relaxed[i].energy;
            copy_positions(*molecule, relaxed[i].id, angstrom + 3 * i * static_cast<size_t>(atoms));
        }
    });
}


int32_t lr_topology(const char *smiles, int64_t length, int32_t atom_capacity, uint8_t *atomic_numbers,
                    int32_t bond_capacity, int32_t *bonds, int32_t *atoms, int32_t *bond_count) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && atoms != nullptr && bond_count != nullptr, "null argument");
        const auto molecule = with_hydrogens({smiles, static_cast<size_t>(length)});
        copy_topology(*molecule, atom_capacity, atomic_numbers, bond_capacity, bonds, *atoms, *bond_count);
    });
}
