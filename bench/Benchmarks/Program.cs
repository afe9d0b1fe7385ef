using BenchmarkDotNet.Running;

// dotnet run --project bench/Benchmarks -c Release -- --filter '*Name*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
