// Two-dimensional structure drawings.
#include "door.h"

#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>

using namespace lichen;

int32_t lr_depict(const char *smiles, int64_t length, int32_t width, int32_t height, int32_t clear_background,
                  double line_width, const int32_t *highlights, int32_t highlight_count, const char *legend,
                  int64_t legend_length, char *text, int64_t capacity, int64_t *needed) {
    return guarded([&] {
        require(smiles != nullptr && length >= 0 && width > 0 && height > 0 && highlight_count >= 0 &&
                    (highlights != nullptr || highlight_count == 0) && (legend != nullptr || legend_length == 0),
                "null, empty or negative argument");
        const auto molecule = parse_smiles({smiles, static_cast<size_t>(length)});
        std::vector<int> atoms;
        for (int32_t i = 0; i < highlight_count; ++i) {
            if (highlights[i] < 0 || highlights[i] >= static_cast<int32_t>(molecule->getNumAtoms())) {
                throw Refusal(LR_ARGUMENT, "there is no atom " + std::to_string(highlights[i]) + " to highlight");
            }
            atoms.push_back(highlights[i]);
        }
        std::vector<int> bonds;
        for (const auto *bond : molecule->bonds()) {
            const auto in = [&atoms](unsigned int atom) {
                return std::find(atoms.begin(), atoms.end(), static_cast<int>(atom)) != atoms.end();
            };
            if (in(bond->getBeginAtomIdx()) && in(bond->getEndAtomIdx())) {
                bonds.push_back(static_cast<int>(bond->getIdx()));
            }
        }

        // Text stays text: sharper at any size, and a tenth of the bytes of outlines.
        RDKit::MolDraw2DSVG drawer(width, height, -1, -1, true);
        auto &options = drawer.drawOptions();
        options.clearBackground = clear_background != 0;
        options.bondLineWidth = line_width;
        options.includeMetadata = false;
        options.highlightColour = RDKit::DrawColour(1.0, 0.85, 0.45);
        RDKit::MolDraw2DUtils::prepareAndDrawMolecule(
            drawer, *molecule, std::string(legend == nullptr ? "" : legend, static_cast<size_t>(legend_length)),
            atoms.empty() ? nullptr : &atoms, bonds.empty() ? nullptr : &bonds);
        drawer.finishDrawing();
        give(drawer.getDrawingText(), text, capacity, needed);
    });
}
