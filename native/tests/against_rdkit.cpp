// What the door computes by its own faster way, against RDKit's.
#include "burden.h"
#include "rotatable.h"

#include <RDGeneral/RDConfig.h>
// BCUT.h is empty unless the configuration is known.
#include <GraphMol/Descriptors/BCUT.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr double rounding = 1e-8;  // bisection ends at 1e-13 of the value; RDKit's solver is no better than 1e-11

bool agrees(const std::string &smiles) {
    std::unique_ptr<RDKit::RWMol> molecule;
    try {
        molecule.reset(RDKit::SmilesToMol(smiles));
    } catch (const std::exception &) {
        return true;
    }
    if (!molecule) {
        return true;
    }
    const auto rotatable = static_cast<int>(RDKit::Descriptors::calcNumRotatableBonds(*molecule));
    if (rotatable != lichen::rotatable_bonds(*molecule)) {
        std::fprintf(stderr, "%s: %d rotatable bonds, not %d\n", smiles.c_str(), rotatable,
                     lichen::rotatable_bonds(*molecule));
        return false;
    }
    std::vector<double> masses;
    for (const auto *atom : molecule->atoms()) {
        masses.push_back(atom->getMass());
    }
    const auto theirs = RDKit::Descriptors::BCUT2D(*molecule, masses);
    const auto ours = lichen::burden_extremes(*molecule, masses);
    if (std::abs(theirs.first - ours.first) > rounding || std::abs(theirs.second - ours.second) > rounding) {
        std::fprintf(stderr, "%s: Burden eigenvalues %.10f %.10f, not %.10f %.10f\n", smiles.c_str(), theirs.first,
                     theirs.second, ours.first, ours.second);
        return false;
    }
    return true;
}

}  // namespace

bool agrees_with_rdkit() {
    bool all = true;
    for (const auto *smiles :
         {"C", "CC", "CCC", "CCCC", "C#CCC", "CC(C)(C)CC", "FC(F)(F)CCC", "ClC(Cl)(Cl)CC", "CC(=O)NC", "CC(=O)OCC",
          "CC(=S)NCC", "CC(=N)NCC", "CC(=O)SCC", "CC(=O)S", "c1ccccc1-c1ccccc1", "CC(=[NH2+])NCC", "C1CCCCC1CC",
          "O=C1NCCC1CC", "CCOC(=O)N(C)C", "c1ccoc1CC=C", "N#CCC", "BrC(Br)(Br)C(C)C", "CSC(=O)c1ccccc1"}) {
        all = agrees(smiles) && all;
    }
    std::ifstream file("/usr/share/RDKit/Data/NCI/first_5K.smi");
    int row = 0;
    for (std::string line; std::getline(file, line); ++row) {
        if (row % 10 == 0) {
            all = agrees(line.substr(0, line.find_first_of("\t "))) && all;
        }
    }
    return all;
}
