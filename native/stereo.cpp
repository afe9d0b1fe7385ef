// What a structure leaves open: configurations that it does not state, and the place of movable hydrogens.
#include "door.h"

#include <GraphMol/Chirality.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MolStandardize/Tautomer.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace lichen;

namespace {

// Four thousand isomers take seconds.
constexpr size_t most_open = 12;

struct Open {
    bool is_bond;
    unsigned int index;
};

std::vector<Open> open_centres(const RDKit::ROMol &molecule) {
    std::vector<Open> open;
    for (const auto &centre : RDKit::Chirality::findPotentialStereo(molecule)) {
        if (centre.specified != RDKit::Chirality::StereoSpecified::Unspecified) {
            continue;
        }
        if (centre.type == RDKit::Chirality::StereoType::Atom_Tetrahedral) {
            open.push_back({false, centre.centeredOn});
        } else if (centre.type == RDKit::Chirality::StereoType::Bond_Double) {
            open.push_back({true, centre.centeredOn});
        }
    }
    return open;
}

// Read again, so that a configuration that is none, for two neighbours are alike, is forgotten.
std::string canonical(const RDKit::ROMol &molecule) {
    const std::unique_ptr<RDKit::ROMol> read(RDKit::SmilesToMol(RDKit::MolToSmiles(molecule)));
    if (!read) {
        return {};
    }
    return RDKit::MolToSmiles(*read);
}

std::string mirrored(const std::string &text) {
    const std::unique_ptr<RDKit::RWMol> image(RDKit::SmilesToMol(text));
    if (!image) {
        return {};
    }
    for (auto *atom : image->atoms()) {
        atom->invertChirality();
    }
    return canonical(*image);
}

void set(RDKit::RWMol &isomer, const Open &centre, bool second) {
    if (!centre.is_bond) {
        isomer.getAtomWithIdx(centre.index)
            ->setChiralTag(second ? RDKit::Atom::CHI_TETRAHEDRAL_CCW : RDKit::Atom::CHI_TETRAHEDRAL_CW);
        return;
    }
    auto *bond = isomer.getBondWithIdx(centre.index);
    if (bond->getStereoAtoms().size() != 2) {
        // Any neighbour beside the double bond on each end: the two choices are both made.
        const auto beside = [&](const RDKit::Atom *end, const RDKit::Atom *other) -> int {
            for (const auto *neighbour : isomer.atomNeighbors(end)) {
                if (neighbour->getIdx() != other->getIdx()) {
                    return static_cast<int>(neighbour->getIdx());
                }
            }
            return -1;
        };
        const auto left = beside(bond->getBeginAtom(), bond->getEndAtom());
        const auto right = beside(bond->getEndAtom(), bond->getBeginAtom());
        if (left < 0 || right < 0) {
            return;
        }
        bond->setStereoAtoms(static_cast<unsigned int>(left), static_cast<unsigned int>(right));
    }
    bond->setStereo(second ? RDKit::Bond::STEREOTRANS : RDKit::Bond::STEREOCIS);
}

// Isomers in ascending order of text, one of each pair of mirror images.
std::vector<std::string> isomers_of(const RDKit::ROMol &molecule, const std::vector<Open> &open) {
    std::set<std::string> all;
    for (unsigned int way = 0; way < 1u << open.size(); ++way) {
        RDKit::RWMol isomer(molecule);
        for (size_t i = 0; i < open.size(); ++i) {
            set(isomer, open[i], (way >> i & 1u) != 0);
        }
        if (const auto text = canonical(isomer); !text.empty()) {
            all.insert(text);
        }
    }
    std::vector<std::string> kept;
    std::set<std::string> images;
    for (const auto &text : all) {
        if (images.count(text) == 0) {
            kept.push_back(text);
            images.insert(mirrored(text));
        }
    }
    return kept;
}

}  // namespace

int32_t lr_molecule_stereoisomers(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        const auto open = open_centres(*molecule->molecule);
        if (open.size() > most_open) {
            throw Refusal(LR_REFUSED, std::to_string(open.size()) + " configurations are open, at most " +
                                          std::to_string(most_open) + " are tried");
        }
        std::string lines;
        for (const auto &isomer : isomers_of(*molecule->molecule, open)) {
            lines += lines.empty() ? isomer : "\n" + isomer;
        }
        give(lines, text, capacity, needed);
    });
}

int32_t lr_molecule_tautomer(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(molecule != nullptr, "null argument");
        RDKit::MolStandardize::TautomerEnumerator enumerator;
        // Configurations away from the moving hydrogens stay as they are stated.
        enumerator.setRemoveSp3Stereo(false);
        enumerator.setRemoveBondStereo(false);
        const std::unique_ptr<RDKit::ROMol> chosen(enumerator.canonicalize(*molecule->molecule));
        give(canonical(*chosen), text, capacity, needed);
    });
}
