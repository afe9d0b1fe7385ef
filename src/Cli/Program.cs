Console.WriteLine("lichen");
