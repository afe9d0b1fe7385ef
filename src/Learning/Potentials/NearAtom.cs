namespace Lichen.Learning.Potentials;

/// <summary>An atom within a cutoff of another, in single precision: which, what, how far, in what direction, and how
/// much the cutoff leaves of it.</summary>
internal struct NearAtom
{
    public int Atom;
    public int Element;
    public float R;
    public float X;
    public float Y;
    public float Z;
    public float Cut;
    public float CutSlope;

    public static NearAtom At(int atom, int element, double r, double x, double y, double z, double cutoff)
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * r / cutoff);
        return new NearAtom
        {
            Atom = atom,
            Element = element,
            R = (float)r,
            X = (float)(x / r),
            Y = (float)(y / r),
            Z = (float)(z / r),
            Cut = (float)(0.5 * (1 + cosine)),
            CutSlope = (float)(-0.5 * Math.PI / cutoff * sine),
        };
    }
}
