namespace Lichen.Cli.Tests;

public sealed class DataFolderTests
{
    [Theory]
    [InlineData("/data", "/data/lichen")]
    [InlineData(null, "/home/ada/.local/share/lichen")]
    [InlineData("", "/home/ada/.local/share/lichen")]
    [InlineData("relative/data", "/home/ada/.local/share/lichen")]
    public void Data_folder_follows_the_base_directory_specification(string? dataHome, string expected) =>
        Assert.Equal(expected, DataFolder.Of(dataHome, "/home/ada"));
}
