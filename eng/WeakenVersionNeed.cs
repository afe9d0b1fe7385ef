// Compiled by the build (without nullable references), and by the tests of it, which have no MSBuild.
#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
#if !VERSION_NEEDS_ONLY
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

namespace Lichen.Build;

#if !VERSION_NEEDS_ONLY
/// <summary>Copies a library with weak needs for those versions of libstdc++ that this host lacks; none, no copy.</summary>
public sealed class WeakenVersionNeed : Task
{
    [Required]
    public string Library { get; set; }

    [Required]
    public string Patched { get; set; }

    public override bool Execute()
    {
        byte[] image = File.ReadAllBytes(Library);
        string host = VersionNeeds.HostLibrary("libstdc++.so.6");
        File.Delete(Patched);
        if (host == null)
        {
            Log.LogMessage(MessageImportance.High, "libstdc++.so.6 was not found; " + Library + " is taken as it is.");
            return true;
        }

        byte[] provider = File.ReadAllBytes(host);
        List<VersionNeeds.Need> lacking = VersionNeeds
            .Read(image)
            .Where(n => n.File == "libstdc++.so.6" && !n.IsWeak && !VersionNeeds.Contains(provider, n.Version))
            .ToList();
        foreach (VersionNeeds.Need need in lacking)
        {
            VersionNeeds.Weaken(image, need);
            Log.LogMessage(
                MessageImportance.Normal,
                host + " lacks " + need.Version + ": " + Path.GetFileName(Library) + " is copied with a weak need."
            );
        }

        if (lacking.Count > 0)
        {
            File.WriteAllBytes(Patched, image);
        }

        return true;
    }
}
#endif

/// <summary>The versions of other libraries that a 64-bit little-endian ELF library needs.</summary>
/// <remarks>Source: Drepper, ELF symbol versioning; Linux Standard Base Core 5.0, section 10.7.</remarks>
public static class VersionNeeds
{
    private const uint NeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK

    /// <summary>One entry (vernaux) of the section .gnu.version_r.</summary>
    public sealed class Need
    {
        public string File { get; set; }

        public string Version { get; set; }

        public bool IsWeak { get; set; }

        /// <summary>Where its 16-bit flags are in the file.</summary>
        public int FlagsOffset { get; set; }
    }

    public static List<Need> Read(byte[] image)
    {
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[4] != 2 || image[5] != 1)
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        long sections = BitConverter.ToInt64(image, 0x28);
        int size = BitConverter.ToUInt16(image, 0x3a);
        int count = BitConverter.ToUInt16(image, 0x3c);
        var needs = new List<Need>();
        for (int i = 0; i < count; i++)
        {
            int section = checked((int)(sections + ((long)i * size)));
            if (BitConverter.ToUInt32(image, section + 4) != NeedSection)
            {
                continue;
            }

            int strings = Offset(image, checked((int)(sections + (BitConverter.ToUInt32(image, section + 40) * size))));
            int files = BitConverter.ToInt32(image, section + 44);
            int file = Offset(image, section);
            for (int f = 0; f < files; f++)
            {
                int entries = BitConverter.ToUInt16(image, file + 2);
                string name = Text(image, strings + BitConverter.ToInt32(image, file + 4));
                int entry = file + BitConverter.ToInt32(image, file + 8);
                for (int e = 0; e < entries; e++)
                {
                    needs.Add(
                        new Need
                        {
                            File = name,
                            Version = Text(image, strings + BitConverter.ToInt32(image, entry + 8)),
                            IsWeak = (BitConverter.ToUInt16(image, entry + 4) & WeakFlag) != 0,
                            FlagsOffset = entry + 4,
                        }
                    );
                    entry += BitConverter.ToInt32(image, entry + 12);
                }

                file += BitConverter.ToInt32(image, file + 12);
            }
        }

        return needs;
    }

    /// <summary>Sets the weak flag: the loader then goes on without the version.</summary>
    public static void Weaken(byte[] image, Need need)
    {
        image[need.FlagsOffset] |= (byte)WeakFlag;
    }

    /// <summary>Whether a library names a version, closed by a zero byte as in its string table.</summary>
    public static bool Contains(byte[] image, string version)
    {
        byte[] text = Encoding.ASCII.GetBytes(version + "\0");
        for (int i = 0; i + text.Length <= image.Length; i++)
        {
            int same = 0;
            while (same < text.Length && image[i + same] == text[same])
            {
                same++;
            }

            if (same == text.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The file behind a library that this process has loaded (the .NET runtime itself needs libstdc++, so this is
    /// the very one the loader takes), or null.
    /// </summary>
    public static string HostLibrary(string name)
    {
        return File.ReadLines("/proc/self/maps")
            .Where(line => line.Contains("/" + name))
            .Select(line => line.Remove(0, line.IndexOf('/')))
            .FirstOrDefault();
    }

    private static int Offset(byte[] image, int section)
    {
        return checked((int)BitConverter.ToInt64(image, section + 24));
    }

    private static string Text(byte[] image, int start)
    {
        return Encoding.ASCII.GetString(image, start, Array.IndexOf(image, (byte)0, start) - start);
    }
}
