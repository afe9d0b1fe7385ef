#include "door.h"

#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <RDGeneral/Invariant.h>
#include <RDGeneral/RDLog.h>
#include <RDGeneral/versions.h>

#include <mutex>
#include <new>
#include <ostream>
#include <streambuf>

namespace lichen {
namespace {

thread_local std::string last_error;
thread_local std::string logged;

// RDKit tells why it refused a SMILES only in its error log, one stream for all threads. This buffer keeps what each
// thread writes apart, and bounds it.
class PerThreadBuffer final : public std::streambuf {
  protected:
    int overflow(int character) override {
        if (character != traits_type::eof() && logged.size() < limit) {
            logged.push_back(static_cast<char>(character));
        }
        return character;
    }
    std::streamsize xsputn(const char *text, std::streamsize count) override {
        if (logged.size() < limit) {
            logged.append(text, static_cast<size_t>(count));
        }
        return count;
    }

  private:
    static constexpr size_t limit = 4096;
};

void initialise() {
    RDLog::InitLogs();
    // Never freed: RDKit's loggers flush their streams while the process ends, in an order nobody controls.
    auto *stream = new std::ostream(new PerThreadBuffer());
    rdErrorLog = std::make_shared<boost::logging::rdLogger>(stream);
    for (const auto &log : {rdAppLog, rdDebugLog, rdInfoLog, rdWarningLog, rdStatusLog}) {
        if (log) {
            log->df_enabled = false;
        }
    }

    // RDKit fills several parameter tables at first use, not all of them under a lock.
    std::unique_ptr<RDKit::RWMol> warm(RDKit::SmilesToMol("OC(=O)c1ccccc1N"));
    RDKit::MolToSmiles(*warm);
    RDKit::Descriptors::calcMR(*warm);
    RDKit::Descriptors::calcTPSA(*warm);
    RDKit::Descriptors::calcPEOE_VSA(*warm);
    RDKit::Descriptors::calcNumHBA(*warm);
    RDKit::Descriptors::calcNumHBD(*warm);
}

std::string_view trimmed(std::string_view text) {
    const auto blank = std::string_view(" \t\r\n");
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

void forget_atom_maps(RDKit::RWMol &molecule) {
    for (auto *atom : molecule.atoms()) {
        if (atom->getAtomMapNum() != 0) {
            atom->setAtomMapNum(0);
        }
    }
}

std::string reason_in_flight() {
    try {
        throw;
    } catch (const Invar::Invariant &broken) {
        return broken.what();
    } catch (const std::exception &error) {
        return error.what();
    } catch (...) {
        return "an exception of unknown type";
    }
}

// RDKit drops the hydrogen of a bracket, and lets valence give it back, where it finds that a stated centre is none.
// For carbon with three single bonds that comes to the same.
bool stereochemistry_changes_hydrogens(const RDKit::RWMol &molecule) {
    const auto is_plain = [&](const RDKit::Atom &atom) {
        if (atom.getAtomicNum() != 6 || atom.getFormalCharge() != 0 || atom.getDegree() != 3) {
            return false;
        }
        for (const auto *bond : molecule.atomBonds(&atom)) {
            if (bond->getBondType() != RDKit::Bond::SINGLE) {
                return false;
            }
        }
        return true;
    };
    for (const auto *atom : molecule.atoms()) {
        if (atom->getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED && atom->getNumExplicitHs() > 0 && !is_plain(*atom)) {
            return true;
        }
    }
    return false;
}

}  // namespace

void initialise_once() {
    static std::once_flag once;
    std::call_once(once, initialise);
}

void set_last_error(const std::string &text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

int32_t status_of_exception() noexcept {
    try {
        throw;
    } catch (const Refusal &refusal) {
        set_last_error(refusal.what());
        return refusal.status;
    } catch (const std::bad_alloc &) {
        set_last_error("out of memory");
        return LR_MEMORY;
    } catch (...) {
        try {
            set_last_error(reason_in_flight());
        } catch (...) {
            last_error.clear();
        }
        return LR_INTERNAL;
    }
}

void give(std::string_view text, char *buffer, int64_t capacity, int64_t *needed) {
    require(needed != nullptr, "needed is null");
    *needed = static_cast<int64_t>(text.size());
    if (*needed > capacity) {
        throw Refusal(LR_BUFFER, "the buffer is too small");
    }
    require(buffer != nullptr || text.empty(), "buffer is null");
    if (!text.empty()) {
        std::memcpy(buffer, text.data(), text.size());
    }
}

std::string take_logged_error() {
    std::string line = logged.substr(0, logged.find('\n'));
    logged.clear();
    if (line.size() > 11 && line[0] == '[' && line[9] == ']') {
        line.erase(0, 11);
    }
    for (const auto &known : {std::string("SMILES Parse Error: "), std::string("SMARTS Parse Error: ")}) {
        if (line.compare(0, known.size(), known) == 0) {
            line.erase(0, known.size());
        }
    }
    return line;
}

namespace {

Molecule parse(std::string_view text, bool stereochemistry) {
    text = trimmed(text);
    if (text.empty()) {
        throw Refusal(LR_REFUSED, "the SMILES is empty");
    }
    if (text.size() > longest_smiles) {
        throw Refusal(LR_REFUSED, "the SMILES has " + std::to_string(text.size()) + " characters, more than " +
                                      std::to_string(longest_smiles));
    }
    if (text.find_first_of(std::string_view(" \t\r\n\0", 5)) != std::string_view::npos) {
        throw Refusal(LR_REFUSED, "the SMILES contains white space");
    }

    RDKit::SmilesParserParams parameters;
    parameters.allowCXSMILES = false;
    parameters.parseName = false;
    parameters.sanitize = stereochemistry;
    parameters.removeHs = stereochemistry;
    logged.clear();
    Molecule molecule;
    try {
        molecule.reset(RDKit::SmilesToMol(std::string(text), parameters));
        if (molecule && !stereochemistry) {
            RDKit::MolOps::removeHs(*molecule, false, true, true);  // as SmilesToMol does before it looks at stereo
            if (stereochemistry_changes_hydrogens(*molecule)) {
                RDKit::MolOps::assignStereochemistry(*molecule, true, true, true);
            }
        }
    } catch (const std::bad_alloc &) {
        throw;
    } catch (...) {
        throw Refusal(LR_REFUSED, reason_in_flight());
    }
    if (!molecule) {
        auto reason = take_logged_error();
        if (reason.empty()) {
            // RDKit silences the log of all threads while some other of its work goes on: asked again, it tells.
            rdErrorLog->df_enabled = true;
            std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(std::string(text), parameters));
            reason = take_logged_error();
        }
        throw Refusal(LR_REFUSED, reason.empty() ? "not a SMILES" : reason);
    }
    if (molecule->getNumAtoms() == 0) {
        throw Refusal(LR_REFUSED, "the SMILES has no atoms");
    }
    forget_atom_maps(*molecule);
    return molecule;
}

}  // namespace

Molecule parse_smiles(std::string_view text) { return parse(text, true); }

Molecule parse_graph(std::string_view text) { return parse(text, false); }

Molecule parse_block(std::string_view text, bool keep_hydrogens) {
    logged.clear();
    Molecule molecule;
    try {
        molecule.reset(RDKit::MolBlockToMol(std::string(text), true, !keep_hydrogens, false));
    } catch (const std::bad_alloc &) {
        throw;
    } catch (...) {
        throw Refusal(LR_REFUSED, reason_in_flight());
    }
    if (!molecule) {
        auto reason = take_logged_error();
        throw Refusal(LR_REFUSED, reason.empty() ? "not a mol block" : reason);
    }
    if (molecule->getNumAtoms() == 0) {
        throw Refusal(LR_REFUSED, "the mol block has no atoms");
    }
    forget_atom_maps(*molecule);
    return molecule;
}

std::string canonical_smiles(const RDKit::ROMol &molecule) { return RDKit::MolToSmiles(molecule); }

Molecule with_hydrogens(std::string_view smiles) {
    auto molecule = parse_smiles(smiles);
    const auto canonical = canonical_smiles(*molecule);
    if (canonical != smiles) {
        molecule = parse_smiles(canonical);
    }
    RDKit::MolOps::addHs(*molecule);
    return molecule;
}

}  // namespace lichen

using namespace lichen;

int32_t lr_last_error(char *text, int64_t capacity, int64_t *needed) {
    // Not guarded: this call must not replace the error it reports.
    if (needed == nullptr) {
        return LR_ARGUMENT;
    }
    *needed = static_cast<int64_t>(last_error.size());
    if (*needed > capacity || text == nullptr) {
        return LR_BUFFER;
    }
    std::memcpy(text, last_error.data(), last_error.size());
    return LR_OK;
}

int32_t lr_version(char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] { give(RDKit::rdkitVersion, text, capacity, needed); });
}
