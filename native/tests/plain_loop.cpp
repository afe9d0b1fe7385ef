// Parse and fingerprint every SMILES of a file with RDKit's own C++, one molecule after the other: the yardstick of the
// door. Usage: plain_loop FILE [STEP...]; steps are canonical, morgan, pairs, torsions; the first two by default.
#include <GraphMol/Fingerprints/AtomPairs.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <RDGeneral/RDLog.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

template <class Vector>
size_t size_of(const Vector *print) {
    return std::unique_ptr<const Vector>(print)->getNonzeroElements().size();
}

}  // namespace

int main(int argc, char **argv) {
    if (argc < 2) {
        std::fputs("usage: plain_loop FILE [canonical|morgan|pairs|torsions...]\n", stderr);
        return 2;
    }
    std::vector<std::string> steps(argv + 2, argv + argc);
    if (steps.empty()) {
        steps = {"canonical", "morgan"};
    }
    const auto wanted = [&](const char *step) { return std::find(steps.begin(), steps.end(), step) != steps.end(); };
    const bool canonical = wanted("canonical"), morgan = wanted("morgan"), pairs = wanted("pairs"),
               torsions = wanted("torsions");
    RDLog::InitLogs();
    rdErrorLog->df_enabled = false;
    rdWarningLog->df_enabled = false;
    std::vector<std::string> lines;
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line.substr(0, line.find_first_of("\t ")));
    }
    size_t characters = 0, features = 0;
    const auto begin = std::clock();
    for (const auto &line : lines) {
        std::unique_ptr<RDKit::RWMol> molecule;
        try {
            molecule.reset(RDKit::SmilesToMol(line));
        } catch (const std::exception &) {
            continue;
        }
        if (!molecule) {
            continue;
        }
        characters += canonical ? RDKit::MolToSmiles(*molecule).size() : 0;
        features += morgan ? size_of(RDKit::MorganFingerprints::getFingerprint(*molecule, 2)) : 0;
        features += pairs ? size_of(RDKit::AtomPairs::getAtomPairFingerprint(*molecule)) : 0;
        features += torsions ? size_of(RDKit::AtomPairs::getTopologicalTorsionFingerprint(*molecule)) : 0;
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;  // CPU time
    std::printf("%zu molecules in %.3f s: %.0f a second (%zu characters, %zu features)\n", lines.size(), seconds,
                static_cast<double>(lines.size()) / seconds, characters, features);
    return 0;
}
