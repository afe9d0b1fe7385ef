// Two-dimensional descriptors: RDKit's, and those of the conjugated system that bear on frontier orbitals.
#include "door.h"
#include "burden.h"
#include "huckel.h"
#include "rotatable.h"

#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/PartialCharges/GasteigerCharges.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

using namespace lichen;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

// Collects values, and on request their names: one list of both, so that they cannot drift apart.
class Row {
  public:
    Row(double *values, std::vector<std::string> *names) : values_(values), names_(names) {}

    void add(const std::string &name, double value) {
        if (names_ != nullptr) {
            names_->push_back(name);
        }
        if (values_ != nullptr) {
            values_[next_] = value;
        }
        ++next_;
    }

    template <class Function>
    void one(const char *name, Function &&function) {
        double value = undefined;
        try {
            value = static_cast<double>(function());
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &) {
            value = undefined;  // RDKit has no parameters for some element: undefined, as documented
        }
        add(name, value);
    }

    template <class Function>
    void several(const std::string &stem, size_t count, Function &&function) {
        std::vector<double> values;
        try {
            values = function();
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &) {
            values.clear();
        }
        values.resize(count, undefined);
        for (size_t i = 0; i < count; ++i) {
            add(stem + std::to_string(i + 1), values[i]);
        }
    }

  private:
    double *values_;
    std::vector<std::string> *names_;
    size_t next_ = 0;
};

// `needs` are the elements without which the pattern cannot match, looked at first.
struct Group {
    const char *name;
    const char *smarts;
    std::array<int, 2> needs;
};

// Groups that act on frontier orbitals: donors, acceptors, chromophores, weak bonds.
constexpr Group groups[] = {
    {"Nitro", "[N+](=O)[O-]", {7, 8}},
    {"Nitroso", "[#6,#7][N;+0]=O", {7, 8}},
    {"Carbonyl", "[CX3]=[OX1]", {6, 8}},
    {"Aldehyde", "[CX3H1]=[OX1]", {6, 8}},
    {"Ketone", "[#6][CX3](=[OX1])[#6]", {6, 8}},
    {"Carboxyl", "[CX3](=[OX1])[OX2]", {6, 8}},
    {"Amide", "[CX3](=[OX1])[NX3]", {7, 8}},
    {"Thiocarbonyl", "[CX3]=[SX1]", {6, 16}},
    {"Quinone", "[#6]1(=[OX1])[#6]=,:[#6][#6](=[OX1])[#6]=,:[#6]1", {6, 8}},
    {"OrthoQuinone", "[#6]1(=[OX1])[#6](=[OX1])[#6]=,:[#6][#6]=,:[#6]1", {6, 8}},
    {"Azo", "[NX2;!$(N~[O,N;+])]=[NX2;!$(N~[O,N;+])]", {7, 0}},
    {"Imine", "[CX3;!a]=[NX2;!a]", {6, 7}},
    {"Diazo", "[#6]=[N+]=[N-]", {6, 7}},
    {"Azide", "[N;D2]=[N+]=[N-]", {7, 0}},
    {"Nitrile", "[CX2]#[NX1]", {6, 7}},
    {"Alkene", "[CX3;!a]=[CX3;!a]", {6, 0}},
    {"Alkyne", "[CX2]#[CX2]", {6, 0}},
    {"Thiol", "[SX2H1]", {16, 0}},
    {"Sulfide", "[#6][SX2;!a][#6]", {6, 16}},
    {"Disulfide", "[SX2][SX2]", {16, 0}},
    {"Sulfoxide", "[SX3](=[OX1])([#6])[#6]", {8, 16}},
    {"Sulfone", "[SX4](=[OX1])(=[OX1])", {8, 16}},
    {"Peroxide", "[OX2][OX2]", {8, 0}},
    {"NitrogenHalogen", "[#7][F,Cl,Br,I]", {7, 0}},
    {"SulfurHalogen", "[#16][F,Cl,Br,I]", {16, 0}},
    {"Hydrazine", "[NX3;!a][NX3;!a]", {7, 0}},
    {"NOxide", "[n+,$([N+]=C)][O-]", {7, 8}},
    {"AromaticAmine", "c[NX3;H2,H1,H0;!$(N~[O,N]);!$(NC=[O,S])]", {6, 7}},
    {"PhenolOrEther", "c[OX2;!a]", {6, 8}},
    {"AromaticNitro", "c[N+](=O)[O-]", {7, 8}},
    {"Pyridine", "[n;H0;X2]", {7, 0}},
    {"Pyrrole", "[n;X3;+0]", {7, 0}},
    {"Furan", "o", {8, 0}},
    {"Thiophene", "s", {16, 0}},
    {"Zwitterion", "[+;!$([N+](=O)[O-]);!$(*~[-])]", {0, 0}},
};

const std::vector<Molecule> &group_patterns() {
    static const std::vector<Molecule> patterns = [] {
        std::vector<Molecule> compiled;
        for (const auto &group : groups) {
            compiled.emplace_back(RDKit::SmartsToMol(group.smarts));
            if (!compiled.back()) {
                throw std::logic_error(std::string("the pattern of ") + group.name + " does not compile");
            }
        }
        return compiled;
    }();
    return patterns;
}

double count_matches(const RDKit::ROMol &molecule, const RDKit::ROMol &pattern) {
    RDKit::SubstructMatchParameters parameters;
    parameters.maxMatches = 1000;
    parameters.uniquify = true;
    return static_cast<double>(RDKit::SubstructMatch(molecule, pattern, parameters).size());
}

// Atoms of the largest conjugated system, the longest shortest path within any, and the number of systems.
struct Conjugation {
    int bonds = 0, systems = 0, largest = 0, longest = 0;
};

Conjugation conjugation(const RDKit::ROMol &molecule) {
    const auto n = molecule.getNumAtoms();
    std::vector<std::vector<unsigned int>> neighbours(n);
    Conjugation result;
    for (const auto *bond : molecule.bonds()) {
        if (bond->getIsConjugated() || bond->getIsAromatic()) {
            ++result.bonds;
            neighbours[bond->getBeginAtomIdx()].push_back(bond->getEndAtomIdx());
            neighbours[bond->getEndAtomIdx()].push_back(bond->getBeginAtomIdx());
        }
    }
    std::vector<int> distance(n);
    std::vector<bool> counted(n);
    std::vector<unsigned int> queue;
    for (unsigned int start = 0; start < n; ++start) {
        if (neighbours[start].empty()) {
            continue;
        }
        std::fill(distance.begin(), distance.end(), -1);
        queue.assign(1, start);
        distance[start] = 0;
        for (size_t head = 0; head < queue.size(); ++head) {
            for (const auto next : neighbours[queue[head]]) {
                if (distance[next] < 0) {
                    distance[next] = distance[queue[head]] + 1;
                    queue.push_back(next);
                }
            }
        }
        result.longest = std::max(result.longest, distance[queue.back()] + 1);
        if (!counted[start]) {
            ++result.systems;
            result.largest = std::max(result.largest, static_cast<int>(queue.size()));
            for (const auto atom : queue) {
                counted[atom] = true;
            }
        }
    }
    return result;
}

void elements(const RDKit::ROMol &m, Row &row) {
    static constexpr std::pair<int, const char *> counted[] = {
        {5, "CountB"},   {6, "CountC"},   {7, "CountN"},   {8, "CountO"},   {9, "CountF"},   {14, "CountSi"},
        {15, "CountP"},  {16, "CountS"},  {17, "CountCl"}, {34, "CountSe"}, {35, "CountBr"}, {53, "CountI"},
    };
    std::array<int, 128> of{};
    int hydrogens = 0, charged = 0, sp = 0, sp2 = 0, sp3 = 0, aromatic = 0;
    for (const auto *atom : m.atoms()) {
        ++of[std::min(atom->getAtomicNum(), 127)];
        hydrogens += static_cast<int>(atom->getTotalNumHs());
        charged += atom->getFormalCharge() != 0 ? 1 : 0;
        aromatic += atom->getIsAromatic() ? 1 : 0;
        const auto hybrid = atom->getHybridization();
        sp += hybrid == RDKit::Atom::SP ? 1 : 0;
        sp2 += hybrid == RDKit::Atom::SP2 ? 1 : 0;
        sp3 += hybrid == RDKit::Atom::SP3 ? 1 : 0;
    }
    row.add("CountH", hydrogens + of[1]);
    for (const auto &[number, name] : counted) {
        row.add(name, of[number]);
    }
    row.add("ChargedAtoms", charged);
    row.add("AromaticAtoms", aromatic);
    row.add("SpAtoms", sp);
    row.add("Sp2Atoms", sp2);
    row.add("Sp3Atoms", sp3);
}

void bonds(const RDKit::ROMol &m, Row &row) {
    int aromatic = 0, doubles = 0, triples = 0, polar = 0, cc = 0, nn = 0;
    for (const auto *bond : m.bonds()) {
        const int a = bond->getBeginAtom()->getAtomicNum(), b = bond->getEndAtom()->getAtomicNum();
        aromatic += bond->getIsAromatic() ? 1 : 0;
        doubles += bond->getBondType() == RDKit::Bond::DOUBLE ? 1 : 0;
        triples += bond->getBondType() == RDKit::Bond::TRIPLE ? 1 : 0;
        polar += a != b ? 1 : 0;
        cc += a == 6 && b == 6 ? 1 : 0;
        nn += a == 7 && b == 7 ? 1 : 0;
    }
    row.add("AromaticBonds", aromatic);
    row.add("DoubleBonds", doubles);
    row.add("TripleBonds", triples);
    row.add("HeteronuclearBonds", polar);
    row.add("CarbonCarbonBonds", cc);
    row.add("NitrogenNitrogenBonds", nn);
    const auto conjugated = conjugation(m);
    row.add("ConjugatedBonds", conjugated.bonds);
    row.add("ConjugatedSystems", conjugated.systems);
    row.add("LargestConjugatedSystem", conjugated.largest);
    row.add("LongestConjugatedPath", conjugated.longest);
}

void huckel(const RDKit::ROMol &m, Row &row) {
    PiSystem pi;
    const bool known = pi_system(m, pi);
    const auto add = [&](const char *name, double value) { row.add(name, known ? value : undefined); };
    add("HuckelGap", pi.homo - pi.lumo);
    add("HuckelHomo", pi.homo);
    add("HuckelLumo", pi.lumo);
    add("HuckelHomoBelow", pi.homo_below);
    add("HuckelLumoAbove", pi.lumo_above);
    add("HuckelEnergyPerElectron", pi.energy_per_electron);
    add("HuckelPiAtoms", pi.atoms);
    add("HuckelPiElectrons", pi.electrons);
    add("HuckelHighestCharge", pi.highest_charge);
    add("HuckelLowestCharge", pi.lowest_charge);
    add("HuckelHomoParticipation", pi.homo_participation);
    add("HuckelLumoParticipation", pi.lumo_participation);
}

// Wildman and Crippen 1999, https://doi.org/10.1021/ci990307l.
struct Contributions {
    std::vector<double> logp, refractivity;  // atoms of the molecule, then its hydrogens
    double total_logp = undefined, total_refractivity = undefined;
};

// Typing the atoms is the dearest step of all; done once here, and left where RDKit's own functions look for it.
Contributions contributions(const RDKit::ROMol &m) {
    Contributions result;
    const std::unique_ptr<RDKit::ROMol> complete(RDKit::MolOps::addHs(m));
    result.logp.resize(complete->getNumAtoms());
    result.refractivity.resize(complete->getNumAtoms());
    RDKit::Descriptors::getCrippenAtomContribs(*complete, result.logp, result.refractivity);
    result.total_logp = std::accumulate(result.logp.begin(), result.logp.end(), 0.0);
    result.total_refractivity = std::accumulate(result.refractivity.begin(), result.refractivity.end(), 0.0);
    result.logp.resize(m.getNumAtoms());
    result.refractivity.resize(m.getNumAtoms());
    m.setProp(RDKit::common_properties::_crippenLogPContribs, result.logp, true);
    m.setProp(RDKit::common_properties::_crippenMRContribs, result.refractivity, true);
    return result;
}

// Highest and lowest eigenvalue for mass, Gasteiger charge, Crippen logP and refractivity, in this order.
std::vector<double> burden(const RDKit::ROMol &m, const std::vector<double> &charges, const Contributions &crippen) {
    std::vector<double> masses;
    for (const auto *atom : m.atoms()) {
        masses.push_back(atom->getMass());
    }
    std::vector<double> values;
    const std::vector<double> *properties[] = {&masses, &charges, &crippen.logp, &crippen.refractivity};
    for (const auto *weights : properties) {
        const bool finite = std::all_of(weights->begin(), weights->end(), [](double w) { return std::isfinite(w); });
        const auto extremes = finite ? burden_extremes(m, *weights) : std::make_pair(undefined, undefined);
        values.push_back(extremes.first);
        values.push_back(extremes.second);
    }
    return values;
}

void describe(const RDKit::ROMol &m, Row &row) {
    namespace D = RDKit::Descriptors;
    row.one("MolecularWeight", [&] { return D::calcAMW(m); });
    const auto crippen = contributions(m);
    row.add("CrippenLogP", crippen.total_logp);
    row.add("CrippenRefractivity", crippen.total_refractivity);
    row.one("Tpsa", [&] { return D::calcTPSA(m); });
    row.one("LabuteAsa", [&] { return D::calcLabuteASA(m); });
    row.one("HydrogenBondDonors", [&] { return D::calcNumHBD(m); });
    row.one("HydrogenBondAcceptors", [&] { return D::calcNumHBA(m); });
    row.one("Heteroatoms", [&] { return D::calcNumHeteroatoms(m); });
    row.add("RotatableBonds", rotatable_bonds(m));
    row.one("AmideBonds", [&] { return D::calcNumAmideBonds(m); });
    row.one("FractionCsp3", [&] { return D::calcFractionCSP3(m); });
    row.one("Rings", [&] { return D::calcNumRings(m); });
    row.one("AromaticRings", [&] { return D::calcNumAromaticRings(m); });
    row.one("AliphaticRings", [&] { return D::calcNumAliphaticRings(m); });
    row.one("SaturatedRings", [&] { return D::calcNumSaturatedRings(m); });
    row.one("Heterocycles", [&] { return D::calcNumHeterocycles(m); });
    row.one("AromaticHeterocycles", [&] { return D::calcNumAromaticHeterocycles(m); });
    row.one("AromaticCarbocycles", [&] { return D::calcNumAromaticCarbocycles(m); });
    row.one("SpiroAtoms", [&] { return D::calcNumSpiroAtoms(m); });
    row.one("BridgeheadAtoms", [&] { return D::calcNumBridgeheadAtoms(m); });
    row.one("Chi0v", [&] { return D::calcChi0v(m); });
    row.one("Chi1v", [&] { return D::calcChi1v(m); });
    row.one("Chi2v", [&] { return D::calcChi2v(m); });
    row.one("Chi3v", [&] { return D::calcChi3v(m); });
    row.one("Chi4v", [&] { return D::calcChi4v(m); });
    row.one("Chi0n", [&] { return D::calcChi0n(m); });
    row.one("Chi1n", [&] { return D::calcChi1n(m); });
    row.one("Chi2n", [&] { return D::calcChi2n(m); });
    row.one("Chi3n", [&] { return D::calcChi3n(m); });
    row.one("Chi4n", [&] { return D::calcChi4n(m); });
    row.one("HallKierAlpha", [&] { return D::calcHallKierAlpha(m); });
    row.one("Kappa1", [&] { return D::calcKappa1(m); });
    row.one("Kappa2", [&] { return D::calcKappa2(m); });
    row.one("Kappa3", [&] { return D::calcKappa3(m); });
    row.several("PeoeVsa", 14, [&] { return D::calcPEOE_VSA(m); });
    row.several("SmrVsa", 10, [&] { return D::calcSMR_VSA(m); });
    row.several("SlogpVsa", 12, [&] { return D::calcSlogP_VSA(m); });
    std::vector<double> charges(m.getNumAtoms(), undefined);
    try {
        RDKit::computeGasteigerCharges(m, charges);
    } catch (const std::exception &) {
        charges.assign(m.getNumAtoms(), undefined);
    }
    row.several("Bcut", 8, [&] { return burden(m, charges, crippen); });
    double highest = -std::numeric_limits<double>::infinity(), lowest = -highest, total = 0;
    for (const double charge : charges) {
        highest = std::isnan(charge) ? charge : std::max(highest, charge);
        lowest = std::isnan(charge) ? charge : std::min(lowest, charge);
        total += std::abs(charge);
    }
    row.add("HighestGasteigerCharge", std::isnan(total) ? undefined : highest);
    row.add("LowestGasteigerCharge", std::isnan(total) ? undefined : lowest);
    row.add("SumOfGasteigerMagnitudes", total);

    elements(m, row);
    bonds(m, row);
    const auto &patterns = group_patterns();
    std::array<bool, 128> present{};
    present[0] = true;
    for (const auto *atom : m.atoms()) {
        present[std::min(atom->getAtomicNum(), 127)] = true;
    }
    for (size_t i = 0; i < patterns.size(); ++i) {
        const auto &needs = groups[i].needs;
        const bool possible = present[needs[0]] && present[needs[1]];
        row.add(groups[i].name, possible ? count_matches(m, *patterns[i]) : 0.0);
    }
    huckel(m, row);
}

const std::vector<std::string> &names() {
    static const std::vector<std::string> list = [] {
        std::vector<std::string> collected;
        Row row(nullptr, &collected);
        describe(*parse_smiles("C"), row);
        return collected;
    }();
    return list;
}

}  // namespace

int32_t lr_descriptor_names(char *text, int64_t capacity, int64_t *needed, int32_t *columns) {
    return guarded([&] {
        require(columns != nullptr, "null argument");
        *columns = static_cast<int32_t>(names().size());
        std::string all;
        for (const auto &name : names()) {
            all += name + "\n";
        }
        give(all, text, capacity, needed);
    });
}

int32_t lr_batch_descriptors(lr_batch *batch, double *values, int64_t capacity) {
    return guarded([&] {
        require(batch != nullptr, "null argument");
        const auto columns = names().size();
        require(capacity >= static_cast<int64_t>(batch->molecules.size() * columns) &&
                    (values != nullptr || batch->molecules.empty()),
                "the buffer is too small");
        std::fill(values, values + batch->molecules.size() * columns, undefined);
        for_each_molecule(*batch, [&](size_t i, const RDKit::ROMol &molecule) {
            Row row(values + i * columns, nullptr);
            describe(molecule, row);
        });
    });
}
