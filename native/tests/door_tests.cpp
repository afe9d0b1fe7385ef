// Walks through the door with good, broken and random input. eng/native-asan.sh builds it with AddressSanitizer; a
// crash, a leak or undefined behaviour anywhere below ends the program with a failure.
#include "lichen_rdkit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

bool agrees_with_rdkit();
bool fingerprints_agree_with_rdkit(const char *path, int step);

namespace {

int checks = 0;

void check(bool condition, const char *what, int line) {
    ++checks;
    if (!condition) {
        std::fprintf(stderr, "line %d: %s\n", line, what);
        std::exit(1);
    }
}

#define CHECK(condition) check((condition), #condition, __LINE__)

std::string last_error() {
    int64_t needed = 0;
    lr_last_error(nullptr, 0, &needed);
    std::string text(static_cast<size_t>(needed), '\0');
    if (needed > 0) {
        CHECK(lr_last_error(text.data(), needed, &needed) == LR_OK);
    }
    return text;
}

// Asks for the size, then with exactly that room: an overrun of one byte would be seen.
template <class Call>
std::string text_of(Call &&call) {
    int64_t needed = 0;
    const int32_t status = call(static_cast<char *>(nullptr), int64_t{0}, &needed);
    CHECK(status == LR_BUFFER || (status == LR_OK && needed == 0));
    std::vector<char> text(static_cast<size_t>(needed));
    if (needed > 0) {
        CHECK(call(text.data(), needed, &needed) == LR_OK);
    }
    return {text.begin(), text.end()};
}

struct Rows {
    std::vector<char> text;
    std::vector<int64_t> offsets{0};

    explicit Rows(const std::vector<std::string> &rows) {
        for (const auto &row : rows) {
            text.insert(text.end(), row.begin(), row.end());
            offsets.push_back(static_cast<int64_t>(text.size()));
        }
    }
    int32_t count() const { return static_cast<int32_t>(offsets.size() - 1); }
};

void version() {
    const auto text = text_of([](char *t, int64_t c, int64_t *n) { return lr_version(t, c, n); });
    CHECK(text.size() >= 9 && text.compare(0, 2, "20") == 0);
}

void one_molecule() {
    lr_molecule *molecule = nullptr;
    const std::string aspirin = "CC(=O)Oc1ccccc1C(=O)O";
    CHECK(lr_molecule_from_smiles(aspirin.data(), static_cast<int64_t>(aspirin.size()), &molecule) == LR_OK);
    lr_scalars scalars;
    CHECK(lr_molecule_scalars(molecule, &scalars) == LR_OK);
    CHECK(scalars.heavy_atoms == 13 && scalars.atoms == 21 && scalars.electrons == 94 && scalars.rings == 1);
    CHECK(text_of([&](char *t, int64_t c, int64_t *n) { return lr_molecule_smiles(molecule, t, c, n); }) == aspirin);
    CHECK(text_of([&](char *t, int64_t c, int64_t *n) { return lr_molecule_formula(molecule, t, c, n); }) == "C9H8O4");
    const auto shuffled = text_of(
        [&](char *t, int64_t c, int64_t *n) { return lr_molecule_shuffled_smiles(molecule, 3, t, c, n); });
    lr_molecule *again = nullptr;
    CHECK(lr_molecule_from_smiles(shuffled.data(), static_cast<int64_t>(shuffled.size()), &again) == LR_OK);
    CHECK(text_of([&](char *t, int64_t c, int64_t *n) { return lr_molecule_smiles(again, t, c, n); }) == aspirin);
    lr_molecule_free(again);
    lr_molecule_free(molecule);
    lr_molecule_free(nullptr);
}

std::string of_molecule(const std::string &smiles,
                        int32_t (*call)(const lr_molecule *, char *, int64_t, int64_t *)) {
    lr_molecule *molecule = nullptr;
    CHECK(lr_molecule_from_smiles(smiles.data(), static_cast<int64_t>(smiles.size()), &molecule) == LR_OK);
    const auto text = text_of([&](char *t, int64_t c, int64_t *n) { return call(molecule, t, c, n); });
    lr_molecule_free(molecule);
    return text;
}

void open_structures() {
    const auto isomers = [](const char *smiles) { return of_molecule(smiles, lr_molecule_stereoisomers); };
    CHECK(isomers("CCO") == "CCO");
    CHECK(isomers("FC(Cl)Br") == "F[C@@H](Cl)Br");
    CHECK(isomers("F[C@H](Cl)Br") == "F[C@H](Cl)Br");
    CHECK(isomers("FC=CF") == "F/C=C/F\nF/C=C\\F");
    // Two alike centres: one of the mirror images, and meso.
    CHECK(isomers("OC(=O)C(O)C(O)C(=O)O") ==
          "O=C(O)[C@@H](O)[C@@H](O)C(=O)O\nO=C(O)[C@@H](O)[C@H](O)C(=O)O");
    // A stated centre fixes the hand: both are other molecules then.
    CHECK(isomers("C[C@H](O)C(F)Cl") == "C[C@H](O)[C@@H](F)Cl\nC[C@H](O)[C@H](F)Cl");
    lr_molecule *molecule = nullptr;
    const std::string many = "CC(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)Cl";
    CHECK(lr_molecule_from_smiles(many.data(), static_cast<int64_t>(many.size()), &molecule) == LR_OK);
    int64_t needed = 0;
    CHECK(lr_molecule_stereoisomers(molecule, nullptr, 0, &needed) == LR_REFUSED);
    CHECK(last_error().find("14 configurations are open") == 0);
    lr_molecule_free(molecule);
    CHECK(lr_molecule_stereoisomers(nullptr, nullptr, 0, &needed) == LR_ARGUMENT);
    CHECK(lr_molecule_tautomer(nullptr, nullptr, 0, &needed) == LR_ARGUMENT);
    const auto tautomer = [](const char *smiles) { return of_molecule(smiles, lr_molecule_tautomer); };
    CHECK(tautomer("Oc1ccccn1") == tautomer("O=c1cccc[nH]1"));
    CHECK(tautomer("CC(O)=CC(C)=O") == tautomer("CC(=O)CC(C)=O"));
    CHECK(tautomer("CCO") == "CCO");
    CHECK(tautomer("C[C@H](F)CC(C)=O") == "CC(=O)C[C@H](C)F");
}

void refusals() {
    lr_molecule *molecule = reinterpret_cast<lr_molecule *>(1);
    CHECK(lr_molecule_from_smiles("CFC", 3, &molecule) == LR_REFUSED);
    CHECK(molecule == nullptr);
    CHECK(last_error() == "Explicit valence for atom # 1 F, 2, is greater than permitted");
    CHECK(lr_molecule_from_smiles("C(", 2, &molecule) == LR_REFUSED);
    CHECK(!last_error().empty());
    CHECK(lr_molecule_from_smiles("", 0, &molecule) == LR_REFUSED);
    CHECK(lr_molecule_from_smiles(nullptr, 1, &molecule) == LR_ARGUMENT);
    CHECK(lr_molecule_from_smiles("C", -1, &molecule) == LR_ARGUMENT);
    CHECK(lr_molecule_from_smiles("C", 1, nullptr) == LR_ARGUMENT);
    CHECK(lr_molecule_from_block("\n\n\n", 3, &molecule) == LR_REFUSED);
    CHECK(lr_molecule_scalars(nullptr, nullptr) == LR_ARGUMENT);
    CHECK(lr_batch_parse(nullptr, nullptr, 1, nullptr) == LR_ARGUMENT);
    const int64_t descending[] = {5, 0};
    lr_batch *batch = nullptr;
    CHECK(lr_batch_parse("CCCCC", descending, 1, &batch) == LR_ARGUMENT);
    CHECK(batch == nullptr);
}

void blocks() {
    const Rows rows({"CCO", "CFC", "", "c1ccccc1O", "C[N+](=O)[O-]", "[Na+].[Cl-]"});
    lr_batch *batch = nullptr;
    CHECK(lr_batch_parse(rows.text.data(), rows.offsets.data(), rows.count(), &batch) == LR_OK);
    std::vector<lr_scalars> scalars(6);
    std::vector<uint8_t> accepted(6);
    CHECK(lr_batch_scalars(batch, scalars.data()) == LR_OK);
    CHECK(lr_batch_accepted(batch, accepted.data()) == LR_OK);
    CHECK((accepted == std::vector<uint8_t>{1, 0, 0, 1, 1, 1}));
    CHECK(scalars[5].fragments == 2 && scalars[1].atoms == 0);

    std::vector<int64_t> offsets(7);
    const auto smiles = text_of(
        [&](char *t, int64_t c, int64_t *n) { return lr_batch_smiles(batch, t, c, n, offsets.data()); });
    CHECK(smiles.substr(static_cast<size_t>(offsets[3]), static_cast<size_t>(offsets[4] - offsets[3])) == "Oc1ccccc1");

    int64_t needed = 0;
    CHECK(lr_batch_morgan(batch, 2, nullptr, nullptr, 0, &needed, offsets.data()) == LR_BUFFER);
    std::vector<uint32_t> ids(static_cast<size_t>(needed));
    std::vector<uint16_t> counts(static_cast<size_t>(needed));
    CHECK(lr_batch_morgan(batch, 2, ids.data(), counts.data(), needed, &needed, offsets.data()) == LR_OK);
    CHECK(offsets[1] == offsets[2] && offsets[2] == offsets[3] && offsets[6] == needed);
    CHECK(lr_batch_morgan(batch, -1, ids.data(), counts.data(), needed, &needed, offsets.data()) == LR_ARGUMENT);

    const lr_fingerprint kinds[] = {{LR_MORGAN, 2, 0}, {LR_ATOM_PAIRS, 0, 0}};
    lr_fingerprints *made = nullptr;
    CHECK(lr_fingerprints_compute(rows.text.data(), rows.offsets.data(), rows.count(), kinds, 2, &made) == LR_OK);
    std::vector<int64_t> same(7);
    CHECK(lr_fingerprints_rows(made, 0, ids.data(), counts.data(), needed, &needed, same.data()) == LR_OK);
    CHECK(same == offsets);
    CHECK(lr_fingerprints_rows(made, 2, ids.data(), counts.data(), needed, &needed, same.data()) == LR_ARGUMENT);
    lr_fingerprints_free(made);
    const lr_fingerprint wrong[] = {{LR_MORGAN, 17, 0}, {LR_MORGAN_BITS, 2, 0}, {9, 2, 0}};
    for (const auto &kind : wrong) {
        CHECK(lr_fingerprints_compute(rows.text.data(), rows.offsets.data(), rows.count(), &kind, 1, &made) ==
              LR_ARGUMENT);
        CHECK(made == nullptr);
    }
    lr_fingerprints_free(nullptr);

    int32_t columns = 0;
    const auto names = text_of(
        [&](char *t, int64_t c, int64_t *n) { return lr_descriptor_names(t, c, n, &columns); });
    CHECK(std::count(names.begin(), names.end(), '\n') == columns);
    std::vector<double> values(static_cast<size_t>(6 * columns));
    CHECK(lr_batch_descriptors(batch, values.data(), static_cast<int64_t>(values.size()) - 1) == LR_ARGUMENT);
    CHECK(lr_batch_descriptors(batch, values.data(), static_cast<int64_t>(values.size())) == LR_OK);
    CHECK(std::abs(values[0] - 46.069) < 1e-3 && std::isnan(values[static_cast<size_t>(columns)]));

    const Rows smarts({"[N+](=O)[O-]", "[OH]"});
    lr_patterns *patterns = nullptr;
    int32_t refused = 0;
    CHECK(lr_patterns_compile(smarts.text.data(), smarts.offsets.data(), 2, 0, &refused, &patterns) == LR_OK);
    std::vector<int32_t> first(6);
    CHECK(lr_patterns_first(patterns, batch, first.data()) == LR_OK);
    CHECK((first == std::vector<int32_t>{1, -2, -2, 1, 0, -1}));
    lr_patterns_free(patterns);
    const Rows broken({"C", "C("});
    CHECK(lr_patterns_compile(broken.text.data(), broken.offsets.data(), 2, 0, &refused, &patterns) == LR_REFUSED);
    CHECK(refused == 1 && patterns == nullptr && !last_error().empty());
    lr_batch_free(batch);

    const Rows none({});
    CHECK(lr_batch_parse(nullptr, none.offsets.data(), 0, &batch) == LR_OK);
    lr_batch_free(batch);
}

void reactions() {
    const std::string smarts = "[C:1](=[O:2])-[OH1].[NH2;$(N-[#6]):3]>>[C:1](=[O:2])-[N:3]";
    lr_reaction *amide = nullptr, *reversed = nullptr;
    int32_t reactants = 0, made = 0;
    CHECK(lr_reaction_compile(smarts.data(), static_cast<int64_t>(smarts.size()), &amide, &reactants, &made) == LR_OK);
    CHECK(reactants == 2 && made == 1);

    const Rows rows({"CC(=O)O", "CN", "C(", "CN", "CCO", "CN"});
    lr_batch *batch = nullptr;
    CHECK(lr_batch_parse(rows.text.data(), rows.offsets.data(), rows.count(), &batch) == LR_OK);
    std::vector<uint8_t> matches(12);
    CHECK(lr_reaction_matches(amide, batch, matches.data()) == LR_OK);
    CHECK((matches == std::vector<uint8_t>{1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1}));
    lr_batch_free(batch);

    lr_products *products = nullptr;
    CHECK(lr_reaction_run(amide, rows.text.data(), rows.offsets.data(), 3, &products) == LR_OK);
    std::vector<int64_t> offsets(4);
    std::vector<int32_t> invalid(3);
    const auto text = text_of([&](char *t, int64_t c, int64_t *n) {
        return lr_products_read(products, t, c, n, offsets.data(), invalid.data());
    });
    CHECK(text == "CNC(C)=O" && (offsets == std::vector<int64_t>{0, 8, 8, 8}));
    CHECK((invalid == std::vector<int32_t>{0, -1, 0}));
    lr_products_free(products);

    CHECK(lr_reaction_reverse(amide, &reversed) == LR_OK);
    const Rows targets({"CNC(C)=O"});
    CHECK(lr_reaction_run(reversed, targets.text.data(), targets.offsets.data(), 1, &products) == LR_OK);
    const auto precursors = text_of([&](char *t, int64_t c, int64_t *n) {
        return lr_products_read(products, t, c, n, offsets.data(), invalid.data());
    });
    CHECK(precursors == "CC(=O)O CN");
    lr_products_free(products);
    lr_reaction_free(reversed);
    lr_reaction_free(amide);
    lr_reaction_free(nullptr);
    lr_products_free(nullptr);
    CHECK(lr_reaction_compile("CCO", 3, &amide, &reactants, &made) == LR_REFUSED);
    CHECK(amide == nullptr && !last_error().empty());
    CHECK(lr_reaction_compile(nullptr, 3, &amide, &reactants, &made) == LR_ARGUMENT);
    CHECK(lr_reaction_run(nullptr, nullptr, nullptr, 0, &products) == LR_ARGUMENT);
}

void geometry() {
    const std::string smiles = "CCO";
    uint8_t numbers[9];
    double angstrom[27];
    int32_t bonds[16];
    lr_conformer result;
    CHECK(lr_conformer_build(smiles.data(), 3, 3, 7, 60, 9, numbers, angstrom, 8, bonds, &result) == LR_OK);
    CHECK(result.atoms == 9 && result.bonds == 8 && result.converged == 3 && result.cpu_seconds > 0);
    CHECK(lr_conformer_build(smiles.data(), 3, 3, 7, 60, 8, numbers, angstrom, 8, bonds, &result) == LR_BUFFER);
    CHECK(lr_conformer_build(smiles.data(), 3, 0, 7, 60, 9, numbers, angstrom, 8, bonds, &result) == LR_ARGUMENT);
    CHECK(lr_conformer_build("CFC", 3, 1, 7, 60, 9, numbers, angstrom, 8, bonds, &result) == LR_REFUSED);
    double energies[3], ensemble[81], deviations[9], seconds = 0;
    int32_t chiral = -1;
    CHECK(lr_conformer_ensemble(smiles.data(), 3, 3, 7, 60, 3, 9, energies, ensemble, &chiral, &result) == LR_OK);
    CHECK(result.converged == 3 && chiral == 0 && energies[0] <= energies[1] && energies[1] <= energies[2]);
    CHECK(lr_conformer_ensemble(smiles.data(), 3, 3, 7, 60, 2, 9, energies, ensemble, &chiral, &result) == LR_BUFFER);
    CHECK(lr_conformer_ensemble(smiles.data(), 3, 3, 7, 60, 3, 8, energies, ensemble, &chiral, &result) ==
          LR_ARGUMENT);
    CHECK(lr_conformer_deviations(smiles.data(), 3, ensemble, energies, 3, 9, 0, 10, 0, deviations, &seconds) == LR_OK);
    CHECK(deviations[0] == 0 && deviations[1] == deviations[3] && deviations[1] < 2);
    CHECK(lr_conformer_deviations(smiles.data(), 3, ensemble, energies, 3, 8, 1, 10, 0, deviations, &seconds) ==
          LR_ARGUMENT);
    const std::string chain(60, 'C');
    std::vector<uint8_t> many(200);
    std::vector<double> far(600);
    std::vector<int32_t> pairs(800);
    CHECK(lr_conformer_build(chain.data(), 60, 50, 7, 0.01, 200, many.data(), far.data(), 400, pairs.data(), &result) ==
          LR_TIME);
    CHECK(result.cpu_seconds >= 0.01);
    const auto block = text_of([&](char *t, int64_t c, int64_t *n) {
        return lr_molblock_write(smiles.data(), 3, angstrom, 9, "x", 1, t, c, n);
    });
    lr_molecule *read = nullptr;
    CHECK(lr_molecule_from_block(block.data(), static_cast<int64_t>(block.size()), &read) == LR_OK);
    lr_molecule_free(read);
    uint8_t kinds[9] = {};
    double places[27] = {};
    int32_t count = 0, charge = 0, radicals = 0;
    const auto size = static_cast<int64_t>(block.size());
    CHECK(lr_molblock_read(block.data(), size, 8, kinds, places, &count, &charge, &radicals) == LR_BUFFER && count == 9);
    CHECK(lr_molblock_read(block.data(), size, 9, kinds, places, &count, &charge, &radicals) == LR_OK);
    CHECK(count == 9 && charge == 0 && radicals == 0 && kinds[0] == 6 && kinds[8] == 1);
    for (int i = 0; i < 27; ++i) {
        CHECK(std::abs(places[i] - angstrom[i]) < 1e-4);
    }
    CHECK(lr_molblock_read("x", 1, 9, kinds, places, &count, &charge, &radicals) == LR_REFUSED);
    int64_t needed = 0;
    CHECK(lr_molblock_write(smiles.data(), 3, angstrom, 8, "x", 1, nullptr, 0, &needed) == LR_ARGUMENT);
}

void drawing() {
    const std::string smiles = "C[C@H](N)C(=O)O";
    const int32_t marks[] = {0, 1}, wrong[] = {99};
    const auto length = static_cast<int64_t>(smiles.size());
    const auto svg = text_of([&](char *t, int64_t c, int64_t *n) {
        return lr_depict(smiles.data(), length, 200, 100, 1, 2.0, marks, 2, "name", 4, t, c, n);
    });
    CHECK(svg.find("</svg>") != std::string::npos);
    int64_t needed = 0;
    CHECK(lr_depict(smiles.data(), length, 200, 100, 1, 2.0, wrong, 1, nullptr, 0, nullptr, 0, &needed) == LR_ARGUMENT);
}

std::string mutated(std::mt19937_64 &random, const std::vector<std::string> &seeds) {
    static const std::string alphabet = "CNOFSPclnosB[]()=#@+-/\\.%0123456789*:$~ HIra";
    auto text = seeds[random() % seeds.size()];
    for (auto edits = random() % 4; edits > 0; --edits) {
        const auto place = random() % (text.size() + 1);
        if (random() % 2 == 0) {
            text.insert(place, 1, alphabet[random() % alphabet.size()]);
        } else if (!text.empty()) {
            text.erase(std::min<size_t>(place, text.size() - 1), 1);
        }
    }
    return text;
}

void random_text(uint64_t seed, int blocks_of_rows) {
    std::mt19937_64 random(seed);
    const std::vector<std::string> seeds = {"CC(=O)Oc1ccccc1C(=O)O", "C[C@H](N)C(=O)O", "c1ccc2c(c1)[nH]c1ccccc12",
                                            "F/C=C/Cl",              "C[N+](C)(C)C",    "O=S(=O)(c1ccccc1)N1CCOCC1",
                                            "C1CC2CCC1C2",           "[Fe+2].[O-]Cl",   "N#N"};
    int32_t columns = 0;
    int64_t needed = 0;
    lr_descriptor_names(nullptr, 0, &needed, &columns);
    for (int block = 0; block < blocks_of_rows; ++block) {
        std::vector<std::string> lines;
        for (int i = 0; i < 64; ++i) {
            lines.push_back(mutated(random, seeds));
        }
        const Rows rows(lines);
        lr_batch *batch = nullptr;
        CHECK(lr_batch_parse(rows.text.data(), rows.offsets.data(), rows.count(), &batch) == LR_OK);
        std::vector<lr_scalars> scalars(64);
        std::vector<int64_t> offsets(65);
        CHECK(lr_batch_scalars(batch, scalars.data()) == LR_OK);
        text_of([&](char *t, int64_t c, int64_t *n) { return lr_batch_smiles(batch, t, c, n, offsets.data()); });
        const auto status = lr_batch_morgan(batch, 2, nullptr, nullptr, 0, &needed, offsets.data());
        CHECK(status == LR_BUFFER || status == LR_OK);
        std::vector<double> values(static_cast<size_t>(64 * columns));
        CHECK(lr_batch_descriptors(batch, values.data(), static_cast<int64_t>(values.size())) == LR_OK);
        std::vector<uint8_t> accepted(64);
        CHECK(lr_batch_accepted(batch, accepted.data()) == LR_OK);
        lr_batch_free(batch);

        for (int i = 0; i < 4; ++i) {
            lr_molecule *molecule = nullptr;
            auto text = "\n\n\n  2  1  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\n"
                        "    1.0000    0.0000    0.0000 O   0  0\n  1  2  1  0\nM  END\n" +
                        std::string();
            text[random() % text.size()] = static_cast<char>(random() % 256);
            if (lr_molecule_from_block(text.data(), static_cast<int64_t>(text.size()), &molecule) == LR_OK) {
                lr_molecule_free(molecule);
            }
            const auto pattern = Rows({mutated(random, seeds)});
            lr_patterns *patterns = nullptr;
            int32_t refused = 0;
            if (lr_patterns_compile(pattern.text.data(), pattern.offsets.data(), 1, 0, &refused, &patterns) == LR_OK) {
                lr_patterns_free(patterns);
            }
        }
    }
}

}  // namespace

int main(int argc, char **argv) {
    version();
    one_molecule();
    open_structures();
    refusals();
    blocks();
    reactions();
    geometry();
    drawing();
    CHECK(agrees_with_rdkit());
    if (argc > 2) {  // a file and a step: every how many of its rows
        CHECK(fingerprints_agree_with_rdkit(argv[1], std::atoi(argv[2])));
    } else {
        CHECK(fingerprints_agree_with_rdkit("/usr/share/RDKit/Data/NCI/first_5K.smi", 20));
    }
    random_text(1, 4);
    std::vector<std::thread> threads;
    for (uint64_t seed = 2; seed < 5; ++seed) {
        threads.emplace_back(random_text, seed, 4);
    }
    for (auto &thread : threads) {
        thread.join();
    }
    std::printf("%d checks hold\n", checks);
    return 0;
}
