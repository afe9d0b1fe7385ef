// Unfolded Morgan counts (Rogers and Hahn 2010, https://doi.org/10.1021/ci100050t) of a batch, as compressed rows.
#include "door.h"

#include <GraphMol/Fingerprints/MorganFingerprints.h>

#include <algorithm>
#include <numeric>

using namespace lichen;

int32_t lr_batch_morgan(lr_batch *batch, int32_t radius, uint32_t *ids, uint16_t *counts, int64_t capacity,
                        int64_t *needed, int64_t *offsets) {
    return guarded([&] {
        require(batch != nullptr && offsets != nullptr && needed != nullptr, "null argument");
        require(radius >= 0 && radius <= 16, "the radius is not between 0 and 16");
        const auto rows = batch->molecules.size();
        if (batch->radius != radius) {
            batch->ids.clear();
            batch->counts.clear();
            batch->row_offsets.assign(rows + 1, 0);
            std::vector<int64_t> &ends = batch->row_offsets;
            for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
                const std::unique_ptr<RDKit::SparseIntVect<uint32_t>> print(
                    RDKit::MorganFingerprints::getFingerprint(molecule, static_cast<unsigned int>(radius)));
                for (const auto &[id, count] : print->getNonzeroElements()) {  // a map: ids ascend
                    batch->ids.push_back(id);
                    batch->counts.push_back(static_cast<uint16_t>(std::min(count, 65535)));
                }
                ends[row + 1] = static_cast<int64_t>(batch->ids.size());
            });
            std::partial_sum(ends.begin(), ends.end(), ends.begin(), [](auto a, auto b) { return std::max(a, b); });
            batch->radius = radius;
        }
        std::copy(batch->row_offsets.begin(), batch->row_offsets.end(), offsets);
        *needed = static_cast<int64_t>(batch->ids.size());
        if (*needed > capacity) {
            throw Refusal(LR_BUFFER, "the buffer is too small");
        }
        require((ids != nullptr && counts != nullptr) || batch->ids.empty(), "null buffer");
        std::copy(batch->ids.begin(), batch->ids.end(), ids);
        std::copy(batch->counts.begin(), batch->counts.end(), counts);
    });
}
