using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lichen.Cli.Doctor;

/// <summary>Native libraries beside the app: each is loaded and asked for its version, nothing more.</summary>
/// <param name="folder">Folder of the app.</param>
internal sealed unsafe class NativeParts(string folder)
{
    public Part RdkitDoor()
    {
        const string Name = "RDKit (C door)";
        return Probe(
            Name,
            "molecules, fingerprints, conformers",
            "BSD-3-Clause",
            "liblichen_rdkit.so",
            Cures.Rebuild,
            Version
        );

        static string Version(nint library)
        {
            var version = (delegate* unmanaged<byte*, long, long*, int>)NativeLibrary.GetExport(library, "lr_version");
            var text = stackalloc byte[128];
            long length = 0;
            var status = version(text, 128, &length);
            return status == 0
                ? Encoding.UTF8.GetString(text, (int)length).TrimEnd('\0')
                : throw new DllNotFoundException($"lr_version failed with status {status}");
        }
    }

    public Part Sqlite() =>
        Probe(
            "SQLite",
            "journal and archive",
            "blessing",
            "libe_sqlite3.so",
            Cures.Rebuild,
            library => Text(library, "sqlite3_libversion")
        );

    public Part DuckDb() =>
        Probe(
            "DuckDB",
            "tables, Parquet",
            "MIT",
            "libduckdb.so",
            Cures.Rebuild,
            library => Text(library, "duckdb_library_version")
        );

    public Part Torch()
    {
        // In the order of their dependencies: the last one finds the others loaded.
        foreach (var dependency in (ReadOnlySpan<string>)["libc10.so", "libtorch_cpu.so", "libtorch.so"])
        {
            NativeLibrary.TryLoad(Path.Combine(folder, dependency), out _);
        }

        return Probe(
            "TorchSharp, libtorch",
            "the model's linear algebra",
            "MIT, BSD-3-Clause",
            "libLibTorchSharp.so",
            Cures.Rebuild,
            library =>
            {
                NativeLibrary.GetExport(library, "THSTorch_get_num_threads");
                return $"{AssemblyVersion("TorchSharp.dll")}, {PackageVersion("libtorch-cpu-linux-x64")}";
            }
        );
    }

    private Part Probe(
        string name,
        string purpose,
        string licence,
        string file,
        string cure,
        Func<nint, string> version
    )
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            return new Part(
                name,
                purpose,
                true,
                PartState.Missing,
                "",
                licence,
                "",
                $"{file} is not beside the app",
                cure
            );
        }

        try
        {
            var library = NativeLibrary.Load(path);
            return new Part(name, purpose, true, PartState.Found, version(library), licence, path, "", "");
        }
        catch (Exception problem)
            when (problem is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            // The loader's own words come last, after advice for developers.
            var reason = problem.Message.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )[^1];
            return new Part(name, purpose, true, PartState.Broken, "", licence, path, reason, cure);
        }
    }

    private static string Text(nint library, string function)
    {
        var call = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, function);
        return Marshal.PtrToStringUTF8((nint)call()) ?? "";
    }

    private string AssemblyVersion(string file) =>
        AssemblyName.GetAssemblyName(Path.Combine(folder, file)).Version?.ToString(3) ?? "";

    // The app's list of dependencies names each package with its version: "libtorch-cpu-linux-x64/2.10.0".
    private string PackageVersion(string package)
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "lichen.deps.json")));
        return dependencies
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Select(library => library.Name.Split('/'))
                .FirstOrDefault(name => name[0] == package)
                ?[1]
            ?? "";
    }
}
