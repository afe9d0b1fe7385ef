#include "reversal.h"

#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryBond.h>
#include <GraphMol/QueryOps.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace lichen {
namespace {

// Choices of leaving atoms per reversed reaction, such as Cl, Br and I on either side.
constexpr size_t most_variants = 64;

// The elements an atom of a template may be, in the order in which they are written; empty for any.
std::vector<int> choices(const RDKit::QueryAtom::QUERYATOM_QUERY &query) {
    if (query.getNegation()) {
        return {};
    }
    const auto &description = query.getDescription();
    if (description == "AtomAtomicNum") {
        return {static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal()};
    }
    if (description == "AtomType") {
        int number = 0;
        bool aromatic = false;
        RDKit::parseAtomType(static_cast<const RDKit::ATOM_EQUALS_QUERY &>(query).getVal(), number, aromatic);
        return {number};
    }
    std::vector<int> numbers;
    if (description == "AtomAnd" || description == "AtomOr") {
        for (auto child = query.beginChildren(); child != query.endChildren(); ++child) {
            const auto more = choices(**child);
            if (description == "AtomAnd" && !more.empty()) {
                return more;
            }
            for (const int number : more) {
                if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) {
                    numbers.push_back(number);
                }
            }
        }
    }
    return numbers;
}

}  // namespace

void relax(RDKit::RWMol &query) {
    for (unsigned int i = 0; i < query.getNumAtoms(); ++i) {
        auto *atom = query.getAtomWithIdx(i);
        if (atom->getAtomicNum() > 0) {
            atom->setQuery(RDKit::makeAtomNumQuery(atom->getAtomicNum()));
        } else {
            atom->setQuery(RDKit::makeAtomNullQuery());
        }
    }
    for (auto *bond : query.bonds()) {
        switch (bond->getBondType()) {
            case RDKit::Bond::SINGLE:
                bond->setQuery(RDKit::makeSingleOrAromaticBondQuery());
                break;
            case RDKit::Bond::DOUBLE:
                bond->setQuery(RDKit::makeDoubleOrAromaticBondQuery());
                break;
            case RDKit::Bond::TRIPLE:
                break;
            default:
                bond->setQuery(RDKit::makeSingleOrDoubleOrAromaticBondQuery());
        }
    }
}

void spare_rings(const RDKit::ChemicalReaction &reversed, RDKit::RWMol &query) {
    std::map<int, unsigned int> precursor_of;
    for (unsigned int i = 0; i < reversed.getNumProductTemplates(); ++i) {
        for (const auto *atom : reversed.getProducts()[i]->atoms()) {
            if (atom->getAtomMapNum() > 0) {
                precursor_of[atom->getAtomMapNum()] = i;
            }
        }
    }
    // Atoms of one precursor are one part; an atom that comes from nowhere is a part of its own.
    const auto part_of = [&](const RDKit::Atom &atom) {
        const auto found = precursor_of.find(atom.getAtomMapNum());
        return found != precursor_of.end() ? found->second : reversed.getNumProductTemplates() + atom.getIdx();
    };
    const auto parted = [&](const RDKit::Bond &bond) {
        return part_of(*bond.getBeginAtom()) != part_of(*bond.getEndAtom());
    };
    std::vector<unsigned int> group(reversed.getNumProductTemplates() + query.getNumAtoms());
    for (auto *cut : query.bonds()) {
        if (!parted(*cut)) {
            continue;
        }
        std::iota(group.begin(), group.end(), 0U);
        for (const auto *other : query.bonds()) {
            if (other != cut && parted(*other)) {
                const auto from = group[part_of(*other->getBeginAtom())], to = group[part_of(*other->getEndAtom())];
                std::replace(group.begin(), group.end(), from, to);
            }
        }
        if (group[part_of(*cut->getBeginAtom())] != group[part_of(*cut->getEndAtom())]) {
            auto *outside = RDKit::makeBondIsInRingQuery();
            outside->setNegation(true);
            cut->expandQuery(outside, Queries::COMPOSITE_AND);
        }
    }
}

std::vector<Reaction> variants_of(const RDKit::ChemicalReaction &reversed) {
    struct Place {
        size_t product;
        unsigned int atom;
        std::vector<int> numbers;
    };
    std::vector<Place> places;
    size_t count = 1;
    for (size_t product = 0; product < reversed.getProducts().size(); ++product) {
        for (const auto *atom : reversed.getProducts()[product]->atoms()) {
            if (atom->getAtomMapNum() == 0 && atom->hasQuery()) {
                auto numbers = choices(*atom->getQuery());
                if (numbers.size() > 1 || (numbers.size() == 1 && atom->getAtomicNum() != numbers[0])) {
                    count *= numbers.size();
                    places.push_back({product, atom->getIdx(), std::move(numbers)});
                }
            }
        }
    }
    if (count > most_variants) {
        throw Refusal(LR_REFUSED, "the reversed reaction leaves more than " + std::to_string(most_variants) +
                                      " choices of leaving atoms");
    }
    std::vector<Reaction> variants;
    for (size_t variant = 0; variant < count; ++variant) {
        auto reaction = std::make_unique<RDKit::ChemicalReaction>(reversed);
        size_t rest = variant;
        for (const auto &place : places) {
            RDKit::Atom chosen(place.numbers[rest % place.numbers.size()]);
            rest /= place.numbers.size();
            auto &product = static_cast<RDKit::RWMol &>(**(reaction->beginProductTemplates() + place.product));
            product.replaceAtom(place.atom, &chosen);
        }
        variants.push_back(std::move(reaction));
    }
    return variants;
}

}  // namespace lichen
