// Many molecules at once: one call per block of rows.
#include "door.h"

#include <algorithm>

using namespace lichen;

int32_t lr_batch_parse(const char *text, const int64_t *offsets, int32_t rows, lr_batch **batch) {
    return guarded([&] {
        require(offsets != nullptr && rows >= 0 && batch != nullptr, "null or negative argument");
        *batch = nullptr;
        auto parsed = std::make_unique<lr_batch>();
        parsed->molecules.resize(static_cast<size_t>(rows));
        parsed->reasons.resize(static_cast<size_t>(rows));
        for (int32_t row = 0; row < rows; ++row) {
            const auto length = offsets[row + 1] - offsets[row];
            require(length >= 0 && (text != nullptr || length == 0), "offsets descend or text is null");
            try {
                parsed->molecules[row] = parse_smiles({text + offsets[row], static_cast<size_t>(length)});
            } catch (const Refusal &refusal) {
                parsed->reasons[row] = refusal.what();
            }
        }
        *batch = parsed.release();
    });
}

void lr_batch_free(lr_batch *batch) { delete batch; }

int32_t lr_batch_accepted(const lr_batch *batch, uint8_t *accepted) {
    return guarded([&] {
        require(batch != nullptr && accepted != nullptr, "null argument");
        std::transform(batch->molecules.begin(), batch->molecules.end(), accepted,
                       [](const Molecule &molecule) { return molecule ? 1 : 0; });
    });
}

int32_t lr_batch_scalars(lr_batch *batch, lr_scalars *scalars) {
    return guarded([&] {
        require(batch != nullptr && scalars != nullptr, "null argument");
        std::fill(scalars, scalars + batch->molecules.size(), lr_scalars{});
        for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
            scalars[row] = scalars_of(molecule);
        });
    });
}

int32_t lr_batch_smiles(lr_batch *batch, char *text, int64_t capacity, int64_t *needed, int64_t *offsets) {
    return guarded([&] {
        require(batch != nullptr && offsets != nullptr, "null argument");
        const auto rows = batch->molecules.size();
        if (batch->text_offsets.empty()) {
            std::vector<std::string> smiles(rows);
            for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
                smiles[row] = canonical_smiles(molecule);
            });
            std::vector<int64_t> ends(rows + 1);
            for (size_t row = 0; row < rows; ++row) {
                batch->text += batch->molecules[row] ? smiles[row] : batch->reasons[row];
                ends[row + 1] = static_cast<int64_t>(batch->text.size());
            }
            batch->text_offsets = std::move(ends);
        }
        std::copy(batch->text_offsets.begin(), batch->text_offsets.end(), offsets);
        give(batch->text, text, capacity, needed);
    });
}
