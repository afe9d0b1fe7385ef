/* The C door to RDKit.
 *
 * Every function returns a status. Text is UTF-8, never NUL-terminated, with an explicit length. The caller owns all
 * buffers it passes; what the door allocates is behind an opaque handle and freed by the function named *_free.
 * Where a result does not fit, the status is LR_BUFFER, `needed` has the size, and the call can be repeated.
 * No C++ exception crosses. After a status other than LR_OK, lr_last_error tells the reason on the same thread.
 * All functions may be called from several threads at once, on different handles.
 */
#ifndef LICHEN_RDKIT_H
#define LICHEN_RDKIT_H

#include <stdint.h>

#define LR_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

enum lr_status {
    LR_OK = 0,
    LR_REFUSED = 1,       /* the input is not a molecule or pattern RDKit accepts; the reason is the last error */
    LR_BUFFER = 2,        /* the caller's buffer is too small */
    LR_ARGUMENT = 3,      /* a precondition of the call is broken */
    LR_MEMORY = 4,        /* out of memory */
    LR_INTERNAL = 5,      /* RDKit threw something unexpected */
    LR_EMBEDDING = 6,     /* no conformer could be embedded */
    LR_FORCE_FIELD = 7,   /* neither MMFF94 nor UFF has parameters */
    LR_UNCONVERGED = 8,   /* no conformer converged */
    LR_TIME = 9           /* the limit of CPU time was reached */
};

/* The numbers of a molecule that cost next to nothing once it is parsed. */
typedef struct lr_scalars {
    int32_t formal_charge;
    int32_t radical_electrons;
    int32_t heavy_atoms;
    int32_t atoms;                     /* hydrogens included */
    int32_t electrons;
    int32_t rings;                     /* size of the smallest set of smallest rings */
    int32_t fragments;
    int32_t rotatable_bonds;           /* RDKit's strict definition */
    int32_t unspecified_stereocentres; /* potential stereo atoms and bonds without a stated configuration */
    int32_t dummy_atoms;
    double molecular_weight;           /* g/mol */
    uint64_t elements[2];              /* bit z of the pair: atomic number z occurs; bit 0 is a dummy atom */
} lr_scalars;

typedef struct lr_molecule lr_molecule;
typedef struct lr_batch lr_batch;
typedef struct lr_patterns lr_patterns;
typedef struct lr_fingerprints lr_fingerprints;
typedef struct lr_reaction lr_reaction;
typedef struct lr_products lr_products;

/* door */
LR_API int32_t lr_last_error(char *text, int64_t capacity, int64_t *needed);
LR_API int32_t lr_version(char *text, int64_t capacity, int64_t *needed);

/* one molecule */
LR_API int32_t lr_molecule_from_smiles(const char *smiles, int64_t length, lr_molecule **molecule);
LR_API int32_t lr_molecule_from_block(const char *block, int64_t length, lr_molecule **molecule);
LR_API void lr_molecule_free(lr_molecule *molecule);
LR_API int32_t lr_molecule_scalars(const lr_molecule *molecule, lr_scalars *scalars);
LR_API int32_t lr_molecule_smiles(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed);
/* A valid SMILES whose atoms come in an order drawn with `seed`. */
LR_API int32_t lr_molecule_shuffled_smiles(const lr_molecule *molecule, uint64_t seed, char *text, int64_t capacity,
                                           int64_t *needed);
LR_API int32_t lr_molecule_formula(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed);
/* Canonical SMILES, without stereo, of the Bemis-Murcko scaffold: ring systems and what links them; empty without rings. */
LR_API int32_t lr_molecule_scaffold(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed);

/* Canonical SMILES of the stereoisomers that the stated configurations leave open, in ascending order, one on a line; one
 * stands for both of a pair of mirror images. Refused above 12 open configurations. */
LR_API int32_t lr_molecule_stereoisomers(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed);
/* Canonical SMILES of the tautomer that stands for all of them: RDKit's choice, by a score of its groups. */
LR_API int32_t lr_molecule_tautomer(const lr_molecule *molecule, char *text, int64_t capacity, int64_t *needed);

/* Many molecules: text holds all SMILES one after the other, row i is [offsets[i], offsets[i+1]).
 * A row that is refused stays in the batch with its reason; its numbers are zero, its texts empty. */
LR_API int32_t lr_batch_parse(const char *text, const int64_t *offsets, int32_t rows, lr_batch **batch);
LR_API void lr_batch_free(lr_batch *batch);
/* accepted: shape (rows), 1 or 0. Ask last: a molecule on which a later step fails is refused then. */
LR_API int32_t lr_batch_accepted(const lr_batch *batch, uint8_t *accepted);
/* scalars: shape (rows). */
LR_API int32_t lr_batch_scalars(lr_batch *batch, lr_scalars *scalars);
/* Canonical isomeric SMILES of accepted rows, reasons of refused ones. offsets: shape (rows + 1). */
LR_API int32_t lr_batch_smiles(lr_batch *batch, char *text, int64_t capacity, int64_t *needed, int64_t *offsets);
/* Unfolded Morgan counts as compressed rows, ids ascending. offsets: shape (rows + 1). */
LR_API int32_t lr_batch_morgan(lr_batch *batch, int32_t radius, uint32_t *ids, uint16_t *counts, int64_t capacity,
                               int64_t *needed, int64_t *offsets);

enum lr_fingerprint_family {
    LR_MORGAN = 0,              /* counts; radius 0 to 16 */
    LR_MORGAN_BITS = 1,         /* radius as above; ids are folded to 0..bits-1, counts are 1 */
    LR_ATOM_PAIRS = 2,          /* counts, distances of 1 to 30 bonds */
    LR_TOPOLOGICAL_TORSIONS = 3 /* counts, four atoms; RDKit's 64-bit ids hashed to 32 bits */
};

typedef struct lr_fingerprint {
    int32_t family;
    int32_t radius;
    int32_t bits;
} lr_fingerprint;

/* Fingerprints of SMILES packed like those of a batch, all kinds from one parse; refused rows are empty. */
LR_API int32_t lr_fingerprints_compute(const char *text, const int64_t *offsets, int32_t rows,
                                       const lr_fingerprint *kinds, int32_t count, lr_fingerprints **fingerprints);
LR_API void lr_fingerprints_free(lr_fingerprints *fingerprints);
/* The table of the kind at an index, as compressed rows, ids ascending. offsets: shape (rows + 1). */
LR_API int32_t lr_fingerprints_rows(const lr_fingerprints *fingerprints, int32_t kind, uint32_t *ids, uint16_t *counts,
                                    int64_t capacity, int64_t *needed, int64_t *offsets);

/* Names of the descriptors, each ended by a line feed, and how many there are. */
LR_API int32_t lr_descriptor_names(char *text, int64_t capacity, int64_t *needed, int32_t *columns);
/* values: shape (rows, columns), row-major; refused rows and undefined values are NaN. */
LR_API int32_t lr_batch_descriptors(lr_batch *batch, double *values, int64_t capacity);

/* What makes a molecule hard to make. */
typedef struct lr_complexity {
    int32_t atoms;                    /* of the graph: hydrogens only where they are atoms of it */
    int32_t assigned_stereocentres;   /* atoms with a stated configuration */
    int32_t unassigned_stereocentres; /* atoms that could have one; double bonds are not counted */
    int32_t spiro_atoms;
    int32_t bridgehead_atoms;
    int32_t macrocycles;              /* rings of more than 8 atoms */
} lr_complexity;

/* complexity: shape (rows), zero for refused rows. */
LR_API int32_t lr_batch_complexity(lr_batch *batch, lr_complexity *complexity);
/* Ring systems of each row, divided by blanks: rings that share atoms with what is doubly bonded to them, as canonical
 * SMILES without configurations. offsets: shape (rows + 1). */
LR_API int32_t lr_batch_ring_systems(lr_batch *batch, char *text, int64_t capacity, int64_t *needed, int64_t *offsets);

/* SMARTS patterns, packed like the SMILES of a batch. merge_hydrogens: explicit hydrogens of a pattern become
 * conditions on the atom that bears them. On LR_REFUSED, `refused` is the index of the first pattern at fault. */
LR_API int32_t lr_patterns_compile(const char *text, const int64_t *offsets, int32_t count, int32_t merge_hydrogens,
                                   int32_t *refused, lr_patterns **patterns);
LR_API void lr_patterns_free(lr_patterns *patterns);
/* first: shape (rows); index of the first pattern that matches, -1 for none, -2 for a refused row. */
LR_API int32_t lr_patterns_first(const lr_patterns *patterns, lr_batch *batch, int32_t *first);
/* matches: shape (count), 1 where the pattern matches the molecule. */
LR_API int32_t lr_patterns_all(const lr_patterns *patterns, const lr_molecule *molecule, uint8_t *matches,
                               int32_t capacity);

/* Reactions, from reaction SMARTS. `reactants` and `products` are how many templates there are on each side. */
LR_API int32_t lr_reaction_compile(const char *smarts, int64_t length, lr_reaction **reaction, int32_t *reactants,
                                   int32_t *products);
/* From the one product to its precursors. Atoms that the reaction drops come back, once for each element that the
 * template lets them be; a set of precursors is kept where the reaction makes the product of it. */
LR_API int32_t lr_reaction_reverse(const lr_reaction *reaction, lr_reaction **reversed);
LR_API void lr_reaction_free(lr_reaction *reaction);
/* matches: shape (rows, reactants), row-major, 1 where the molecule can take the place; 0 for refused rows. */
LR_API int32_t lr_reaction_matches(const lr_reaction *reaction, lr_batch *batch, uint8_t *matches);
/* Runs combinations of reactants: SMILES packed as in a batch, shape (combinations, reactants), row-major. */
LR_API int32_t lr_reaction_run(const lr_reaction *reaction, const char *text, const int64_t *offsets,
                               int32_t combinations, lr_products **products);
/* What one product could be made of, by many reversed reactions from one parse; shape (count). Unlike lr_reaction_run,
 * whether the reaction makes the product of them is NOT checked here. */
LR_API int32_t lr_reactions_disconnect(const lr_reaction *const *reversed, int32_t count, const char *smiles,
                                       int64_t length, lr_products **products);
LR_API void lr_products_free(lr_products *products);
/* Text of a combination, offsets of shape (combinations + 1): distinct sets of products in ascending order, divided by
 * line feeds; products of a set, canonical SMILES, by blanks. invalid: shape (combinations), matches that made no
 * molecule, or -1 where a reactant is none. */
LR_API int32_t lr_products_read(const lr_products *products, char *text, int64_t capacity, int64_t *needed,
                                int64_t *offsets, int32_t *invalid);

/* Geometry. Atoms are those of the molecule parsed from its own canonical SMILES, hydrogens appended. */
typedef struct lr_conformer {
    double energy;              /* kcal/mol, of the force field */
    double cpu_seconds;         /* of the calling thread */
    int32_t force_field;        /* 0 MMFF94, 1 UFF */
    int32_t random_coordinates; /* 1 when the metric-matrix start failed and random coordinates were used */
    int32_t embedded;           /* conformers embedded */
    int32_t converged;          /* of these, optimised to convergence */
    int32_t atoms;
    int32_t bonds;
} lr_conformer;

/* atomic_numbers: shape (atom_capacity); angstrom: (atom_capacity, 3); bonds: (bond_capacity, 2), i < j.
 * cpu_seconds is a limit for the calling thread; `result->cpu_seconds` is set whatever the status. */
LR_API int32_t lr_conformer_build(const char *smiles, int64_t length, int32_t count, uint64_t seed, double cpu_seconds,
                                  int32_t atom_capacity, uint8_t *atomic_numbers, double *angstrom,
                                  int32_t bond_capacity, int32_t *bonds, lr_conformer *result);
/* All conformers that reach a minimum, `result->converged` of them, the lowest first. count 0: as many as the bonds that
 * turn ask for, at most 300. energies: shape (capacity), kcal/mol; angstrom: (capacity, atoms, 3), atoms as lr_topology
 * says; chiral: 1 where a configuration is written, so that mirror images are other molecules. */
LR_API int32_t lr_conformer_ensemble(const char *smiles, int64_t length, int32_t count, uint64_t seed,
                                     double cpu_seconds, int32_t capacity, int32_t atoms, double *energies,
                                     double *angstrom, int32_t *chiral, lr_conformer *result);
/* Smallest root mean square deviations in angstrom over the maps of the molecule onto itself, hydrogens on carbon left
 * out; with `mirrored`, of each conformer from the mirror image of the other, the diagonal included. Infinite where the
 * energies differ by more than the tolerance; a deviation below `enough` may be larger than the smallest.
 * angstrom: shape (count, atoms, 3); energies: (count); deviations: (count, count). */
LR_API int32_t lr_conformer_deviations(const char *smiles, int64_t length, const double *angstrom,
                                       const double *energies, int32_t count, int32_t atoms, int32_t mirrored,
                                       double energy_tolerance, double enough, double *deviations,
                                       double *cpu_seconds);
/* Atoms and bonds alone, in the same order. */
LR_API int32_t lr_topology(const char *smiles, int64_t length, int32_t atom_capacity, uint8_t *atomic_numbers,
                           int32_t bond_capacity, int32_t *bonds, int32_t *atoms, int32_t *bond_count);

/* Acyclic single bonds whose even break leaves two radicals that can be named, one line each, alike ones once: both atoms,
 * then for each radical its SMILES, its charge and its atoms in the order of its own geometry; separated by tabs, atoms
 * by commas. Bonds of hydrogen are there where a hetero atom bears it, where the electron left is beside a multiple bond, or
 * where no other bond breaks. */
LR_API int32_t lr_breakable_bonds(const char *smiles, int64_t length, char *text, int64_t capacity, int64_t *needed);

/* V2000 block (V3000 above 999 atoms) of the molecule with hydrogens; angstrom: shape (atoms, 3) in the order above. */
LR_API int32_t lr_molblock_write(const char *smiles, int64_t length, const double *angstrom, int32_t atoms,
                                 const char *name, int64_t name_length, char *text, int64_t capacity, int64_t *needed);

/* Atoms and places of a block in its own order; angstrom: shape (atoms, 3). Refused where an atom lacks hydrogens, is a query, or
 * the places are those of a drawing. */
LR_API int32_t lr_molblock_read(const char *block, int64_t length, int32_t atom_capacity, uint8_t *atomic_numbers,
                                double *angstrom, int32_t *atoms, int32_t *charge, int32_t *radicals);

/* Structure drawing as RDKit's SVG. highlights: atom indices of the molecule as parsed from `smiles`. */
LR_API int32_t lr_depict(const char *smiles, int64_t length, int32_t width, int32_t height, int32_t clear_background,
                         double line_width, const int32_t *highlights, int32_t highlight_count, const char *legend,
                         int64_t legend_length, char *text, int64_t capacity, int64_t *needed);

#ifdef __cplusplus
}
#endif

#endif
