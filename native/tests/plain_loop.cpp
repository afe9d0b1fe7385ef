// Parse, canonicalise and fingerprint every SMILES of a file with RDKit's own C++, one molecule after the other: the
// yardstick of the door. Usage: plain_loop FILE [repeats]
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <RDGeneral/RDLog.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

int main(int argc, char **argv) {
    if (argc < 2) {
        std::fputs("usage: plain_loop FILE [repeats]\n", stderr);
        return 2;
    }
    RDLog::InitLogs();
    rdErrorLog->df_enabled = false;
    rdWarningLog->df_enabled = false;
    std::vector<std::string> lines;
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line.substr(0, line.find_first_of("\t ")));
    }
    const int repeats = argc > 2 ? std::atoi(argv[2]) : 1;
    size_t characters = 0, features = 0;
    const auto begin = std::clock();
    for (int repeat = 0; repeat < repeats; ++repeat) {
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
            characters += RDKit::MolToSmiles(*molecule).size();
            std::unique_ptr<RDKit::SparseIntVect<uint32_t>> print(
                RDKit::MorganFingerprints::getFingerprint(*molecule, 2));
            features += print->getNonzeroElements().size();
        }
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;  // CPU time
    std::printf("%zu molecules in %.3f s: %.0f a second (%zu characters, %zu features)\n", repeats * lines.size(),
                seconds, static_cast<double>(repeats * lines.size()) / seconds, characters, features);
    return 0;
}
