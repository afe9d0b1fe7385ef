namespace Lichen.Storage;

/// <summary>Files that appear under their name only when they are complete.</summary>
public static class WholeFile
{
    /// <summary>Lets work write a part file beside the path, then moves it there in one step.</summary>
    /// <exception cref="StorageException">Not written; a file that was there is unchanged.</exception>
    public static void Write(string path, Action<string> write)
    {
        var full = Path.GetFullPath(path);
        var part = full + ".part";
        try
        {
            try
            {
                write(part);
                File.Move(part, full, overwrite: true);
            }
            finally
            {
                // There only when something went wrong.
                File.Delete(part);
            }
        }
        catch (Exception exception)
            when (exception is IOException and not StorageException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageProblem.Unusable,
                full,
                $"it could not be written, and what was there is unchanged: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>Makes the folder of a file where there is none.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    internal static void MakeFolderOf(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageProblem.Unusable,
                path,
                $"its folder cannot be made; give another path ({exception.Message})",
                exception
            );
        }
    }
}
