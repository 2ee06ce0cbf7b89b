using ScopeMesh.Bench.Scope;

if (args is ["ifs"])
{
    Console.Write(IfWriter.Write(DecisionBench.Sizes));
    return 0;
}
foreach (var size in DecisionBench.Sizes)
    DecisionBench.Run(size).Print(Console.Out);
return 0;
