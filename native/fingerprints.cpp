// Fingerprints of many SMILES, several kinds from one parse: each molecule is read, taken apart and freed while it is
// still in the cache.
#include "fingerprints.h"

#include "door.h"

#include <algorithm>
#include <limits>

using namespace lichen;

namespace lichen {

void Rows::append(std::vector<uint32_t> &features, size_t end) {
    std::sort(features.begin(), features.begin() + static_cast<std::ptrdiff_t>(end));
    for (size_t at = 0; at < end;) {
        const auto begin = at;
        while (at < end && features[at] == features[begin]) {
            ++at;
        }
        ids.push_back(features[begin]);
        counts.push_back(static_cast<uint16_t>(std::min<size_t>(at - begin, std::numeric_limits<uint16_t>::max())));
    }
    append_empty();
}

}  // namespace lichen

struct lr_fingerprints {
    std::vector<Rows> tables;  // one per kind
};

namespace {

void copy_rows(const Rows &rows, uint32_t *ids, uint16_t *counts, int64_t capacity, int64_t *needed,
               int64_t *offsets) {
    std::copy(rows.offsets.begin(), rows.offsets.end(), offsets);
    *needed = static_cast<int64_t>(rows.ids.size());
    if (*needed > capacity) {
        throw Refusal(LR_BUFFER, "the buffer is too small");
    }
    require((ids != nullptr && counts != nullptr) || rows.ids.empty(), "null buffer");
    std::copy(rows.ids.begin(), rows.ids.end(), ids);
    std::copy(rows.counts.begin(), rows.counts.end(), counts);
}

// The work space of one call.
class Maker {
  public:
    Maker(const lr_fingerprint *kinds, int32_t count) : kinds_(kinds, kinds + count) {
        for (const auto &kind : kinds_) {
            require(kind.family >= LR_MORGAN && kind.family <= LR_TOPOLOGICAL_TORSIONS, "no such fingerprint");
            if (kind.family == LR_MORGAN || kind.family == LR_MORGAN_BITS) {
                require(kind.radius >= 0 && kind.radius <= 16, "the radius is not between 0 and 16");
                radius_ = std::max(radius_, kind.radius);
            } else {
                coded_ = true;
            }
            require(kind.family != LR_MORGAN_BITS || kind.bits > 0, "the number of bits is not positive");
        }
    }

    void append(const RDKit::ROMol &molecule, std::vector<Rows> &tables) {
        graph_.read(molecule);
        if (radius_ >= 0) {
            morgan_.run(molecule, graph_, static_cast<unsigned int>(radius_));
        }
        if (coded_) {
            atom_codes(molecule, codes_);
        }
        for (size_t kind = 0; kind < kinds_.size(); ++kind) {
            append(kinds_[kind], tables[kind]);
        }
    }

  private:
    void append(const lr_fingerprint &kind, Rows &table) {
        switch (kind.family) {
            case LR_ATOM_PAIRS:
                pairs_.run(graph_, codes_);
                table.append(pairs_.features, pairs_.features.size());
                return;
            case LR_TOPOLOGICAL_TORSIONS:
                topological_torsions(graph_, codes_, features_);
                table.append(features_, features_.size());
                return;
            default:
                break;
        }
        const auto end = morgan_.features.begin() + static_cast<std::ptrdiff_t>(morgan_.ends[kind.radius]);
        features_.assign(morgan_.features.begin(), end);
        if (kind.family == LR_MORGAN_BITS) {
            const auto bits = static_cast<uint32_t>(kind.bits);
            std::transform(features_.begin(), features_.end(), features_.begin(), [&](auto id) { return id % bits; });
            std::sort(features_.begin(), features_.end());
            features_.erase(std::unique(features_.begin(), features_.end()), features_.end());
        }
        table.append(features_, features_.size());
    }

    std::vector<lr_fingerprint> kinds_;
    int32_t radius_ = -1;
    bool coded_ = false;
    Graph graph_;
    Morgan morgan_;
    AtomPairs pairs_;
    std::vector<uint32_t> codes_, features_;
};

}  // namespace

int32_t lr_fingerprints_compute(const char *text, const int64_t *offsets, int32_t rows, const lr_fingerprint *kinds,
                                int32_t count, lr_fingerprints **fingerprints) {
    return guarded([&] {
        require(offsets != nullptr && rows >= 0 && kinds != nullptr && count > 0 && fingerprints != nullptr,
                "null or negative argument");
        *fingerprints = nullptr;
        Maker maker(kinds, count);
        auto made = std::make_unique<lr_fingerprints>();
        made->tables.resize(static_cast<size_t>(count));
        for (int32_t row = 0; row < rows; ++row) {
            const auto length = offsets[row + 1] - offsets[row];
            require(length >= 0 && (text != nullptr || length == 0), "offsets descend or text is null");
            try {
                const auto molecule = parse_graph({text + offsets[row], static_cast<size_t>(length)});
                maker.append(*molecule, made->tables);
            } catch (const std::bad_alloc &) {
                throw;
            } catch (const std::exception &) {
                // Refused, or RDKit gave up on it: an empty row.
            }
            for (auto &table : made->tables) {
                if (table.offsets.size() < static_cast<size_t>(row) + 2) {
                    table.append_empty();
                }
            }
        }
        *fingerprints = made.release();
    });
}

void lr_fingerprints_free(lr_fingerprints *fingerprints) { delete fingerprints; }

int32_t lr_fingerprints_rows(const lr_fingerprints *fingerprints, int32_t kind, uint32_t *ids, uint16_t *counts,
                             int64_t capacity, int64_t *needed, int64_t *offsets) {
    return guarded([&] {
        require(fingerprints != nullptr && needed != nullptr && offsets != nullptr, "null argument");
        require(kind >= 0 && static_cast<size_t>(kind) < fingerprints->tables.size(), "no such table");
        copy_rows(fingerprints->tables[static_cast<size_t>(kind)], ids, counts, capacity, needed, offsets);
    });
}

int32_t lr_batch_morgan(lr_batch *batch, int32_t radius, uint32_t *ids, uint16_t *counts, int64_t capacity,
                        int64_t *needed, int64_t *offsets) {
    return guarded([&] {
        require(batch != nullptr && offsets != nullptr && needed != nullptr, "null argument");
        require(radius >= 0 && radius <= 16, "the radius is not between 0 and 16");
        if (batch->radius != radius) {
            batch->morgan = {};
            Graph graph;
            Morgan morgan;
            for_each_molecule(*batch, [&](size_t row, const RDKit::ROMol &molecule) {
                graph.read(molecule);
                morgan.run(molecule, graph, static_cast<unsigned int>(radius));
                while (batch->morgan.offsets.size() <= row) {
                    batch->morgan.append_empty();
                }
                batch->morgan.append(morgan.features, morgan.features.size());
            });
            while (batch->morgan.offsets.size() <= batch->molecules.size()) {
                batch->morgan.append_empty();
            }
            batch->radius = radius;
        }
        copy_rows(batch->morgan, ids, counts, capacity, needed, offsets);
    });
}
