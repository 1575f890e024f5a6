"""Given names that people of the United Kingdom commonly bear: what a name in free text can be told by. Data, spelled plainly."""

from __future__ import annotations

# Names that are no words besides: found however they are written.
NAMES = frozenset(
    """
    aaliyah aaron abbie abdul abdullah abena abigail abimbola abu adam ade adebayo adele adewale adil adrian adriana ahmad
    ahmed aidan aiden aileen ailsa aisha aishah akeem akosua alan alasdair alastair albert alberto aled aleksander aleksandra
    alessandro alex alexa alexander alexandra alexandru alfie alfred ali alice alicia alina alisha alison alistair allan
    alyssa amal amanda amara amelia amina aminata amir amira amit amy ana anand andre andrea andreea andrei andrew andrzej
    aneta angela angelica angus anika anil anita anjali ann anna annabel anne annette annie anthea anthony anton antonia
    antonio anwar archie ariana arjun arnold arthur arturo arun asad asha ashok asif asma astrid ayaan ayesha aziz azra
    babatunde barbara barnaby barrie barry bartosz beata beatrice becky ben benedict benjamin bernadette bernard bert bertha
    beryl bethan bethany betty beverley bilal blessing bogdan bogna bolanle boris bradley brandon brenda brendan brian bridget
    bronwen bronwyn bruce bryan bushra caitlin callum cameron camilla carla carlos carmel carmen caroline carolyn carys
    catalina caterina catherine cathy catriona cecilia cedric celia chantelle charles charley charlie charlotte chidi chinedu
    chioma chloe chris christian christina christine christopher chukwuma ciara claire clara clare clarissa claudia clement
    clifford clive colette colin colleen connor conor constance cora craig cristian cristina cynthia cyril dafydd damian
    damien daniel danielle danny danuta darius darren dave david davina dawid dean debbie deborah deepak deirdre delroy denis
    denise dennis derek dermot desmond dev diana diane dilys dimitri dinesh dionne dipak dmitri dolores dominic dominik donald
    donna doreen doris dorothy douglas duncan dylan ebony edith edna eduardo edward edwin efua eileen elaine eleanor elena
    eleni elias elif elijah elisabeth eliza elizabeth ella ellen ellie elliot elliott eloise elsie elspeth emeka emil emilia
    emily emma emmanuel enid enrique eric erica erin ernest esme esther ethan ethel etienne eugene eunice eva eve evelyn ewa
    ewan fahad faisal faith farah farhan farida faruk fatima fatou femi ferdinand fergal fergus fernando filip finlay finley
    fiona florence florin folake folasade francesca francis francisco franck fraser fred freda freddie frederick freya funmi
    gabriel gabriela gail gareth garfield gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard
    gethin giles gillian gina giovanni gita giulia gladys glenn gloria glynis godfrey gordon graeme graham grant grazyna greg
    gregory greta grzegorz gudrun guillermo gulsen gurpreet gwen gwendolyn gwyneth habiba hadiza hamish hamza hannah harjit
    harold harpreet harriet harrison hassan hayley hazel heather hector helen helena henrietta henry henryk herbert hilary
    hilda hina horace howard hubert hugo hussain hussein hywel iain ian ibrahim idris iestyn ifeoma ignacio igor ikram ilona
    imani imogen imran ines ingrid ioan ioana ion irena irene isaac isabel isabella isabelle isla ismail ivan iwona jacek
    jackie jacob jacqueline jacques jade jadwiga jagdish jake jamal jamie jamila jane janet janice janine janusz jared jasmin
    jasmine jason jasper javier jayne jean jeanette jeff jeffrey jennifer jenny jeremiah jeremy jerome jerzy jessica jesus
    jill jim jimmy joan joana joanna joanne jocelyn jodie joe joel johanna john johnny jolanta jonah jonathan jordan jorge
    jose josef joseph josephine josh joshua joyce juan judith julia julian juliana julie juliet justin justyna kamal kamil
    kamran kareem karen karim karina karl karolina kasia katarzyna kate katherine kathleen kathryn kathy katie kavita kay
    kayleigh kehinde keira keith kelechi kelly kelvin kenneth kenny keren kerry kevin khadija khadijah khalid kieran kimberley
    kiran kirsten kirsty klaudia kofi krishna kristina krystyna krzysztof kuba kumar kwabena kwame kyle lakshmi lamin lana
    lara larissa laszlo latoya laura lauren laurence lawrence layla leah leanne lech leila lena leo leon leona leonard lesley
    leslie leszek lewis liam lianne lidia lila lilian liliana lillian linda lindsay lisa lloyd lola lorenzo loretta lorna
    lorraine louis louisa louise lucas lucia lucie lucinda lucy luis lukas lukasz luke lydia lynda lynette lynn lynne mabel
    maciej madeleine madison magdalena maggie magnus mahmood mahmoud mairi majid malcolm malgorzata malik mandeep mandy manjit
    manuel marcel marcin marco marcus margaret margarita maria mariam mariama marian marianne marie marina mario marion marisa
    marius marjorie marlene marta martha martin martina martyn mary maryam mateusz matilda matteo matthew maureen maurice
    mauricio mavis maxine maxwell meera megan meghan mehdi mehmet mei mercedes mercy meredith merlin mervyn michael michaela
    michal michelle mick miguel mihai mike mikolaj milan mildred miles millicent millie milo mina miriam mitchell mohamed
    mohammad mohammed mohan moira molly mona monica monika morag moses mostafa muhammad mukesh muriel mustafa myfanwy myra
    myrtle nabil nadeem nadia nadine nahid naomi narinder nasreen nasser natalia natalie natasha nathan nathaniel naveed neha
    neil nelson ngozi niall niamh nicholas nicola nicolas nicole nigel nikhil nikita nikolai nina noah noel noreen norma
    norman nuala nuno obinna odette oksana olaf oleg olena olga oliver olivia olu oluwaseun omar osman otis owain owen pablo
    paddy pamela paolo parveen patience patricia patrick patryk paul paula pauline pawel pedro peggy penelope percy perminder
    peter petra petros philip philippa phillip phoebe phyllis pierre piotr poppy pradeep precious priya przemek quentin quincy
    rachael rachel rachid rafael rafal raheem rajesh rajinder ralph ramesh ramon rana ranjit rashid rashida raymond razia
    rebecca reece reena reginald renata rhian rhiannon rhodri rhona rhys ricardo richard richie rita robert roberta roberto
    roderick rodney rodrigo roger rohan roisin roland ronald ronnie rory rosa rosalind rosamund rosemary rosie rowena roxana
    roy rozalia rubina rudolf rukhsana rupert russell ruth ryan ryszard sabina sabrina sadia saeed safiya sajid salim salma
    salman samantha samina samir samson samuel sandeep sandra sanjay sara sarah sasha satnam saul scott sean sebastian seema
    selina serena sergei seun shabnam shaheen shakira shamim shane shanice shannon sharon shaun shauna shazia sheila shelley
    shirley shreya sian sidney sienna silvia simon sinead siobhan slawomir sonia sophia sophie stacey stanislaw stanley
    stavros stefan stefania stella stephanie stephen steve steven stuart sudhir suleiman sultana sunil sunita suresh susan
    susana susanna susie suzanne svetlana sybil sylvia sylwia tadeusz tahir taiwo tamara tamsin tanya tara tariq tatiana
    temitope terence teresa terry tessa thandi thea thelma theodore theresa thomas tiago tiffany tim timothy tina tobias toby
    tomasz tommy tony tracey tracy trevor tunde tyler tyrone uche ugo umar una unathi ursula usha usman valentina valerie
    vanessa vasile veena velma vera verity vernon veronica victoria vijay vikram vincent vinod violetta vishal vivek vivian
    vivien vladimir waleed walter wanda waqar warren wayne wendy wesley wilfred wilhelmina william winifred winston wioletta
    wojciech xavier yasin yasmin yasmine yetunde yolanda yusra yusuf yvette yvonne zachary zaheer zahid zahra zainab zara
    zbigniew zeinab zeynep zoe zofia zuzanna
    """.split()
)

# Names that are words as well (“Mark”, “Grace”, “June”): found only where something besides a capital says that one is meant.
WORDS_TOO = frozenset(
    """
    amber angel april art august autumn basil bay bill bob brook bunny carol chad chance charity chase clay cliff colt crystal
    daisy dale dan dawn destiny dick dot drew earl eddy faith fern flora frank gene ginger grace guy hal hank harmony harry
    heath henna holly honey hope hunter iris ivy jack jay jazz jewel josh joy june kim kit lance lane laurel lee les lily
    linden lucky mae mark martial max may melody merry miles misty nick nova olive opal owe pat patience pearl penny pete phil
    piers prince ray red reed rich river rob robin roman rose ruby rusty sage sally sam sandy savannah serenity sky sol star
    stew stone storm sue summer sunny tad ted tom trinity trip una van victor viola violet wade will willow winter wren
    """.split()
)
