"""Words by which names are told from other words: titles, given names, and what is never a name."""

from __future__ import annotations

TITLES = (
    r"dr|mr|mrs|ms|prof|professor|doctor|mister|missus|miss|nurse practitioner|charge nurse|nurse|sister|brother|reverend|rev|pastor|rabbi|father|captain|"
    r"sergeant|lieutenant|colonel|deacon"
)
"""Stand before a name and are left as they are."""

_GIVEN = """
    aaron abby abdul abigail adam adele adrian agnes ahmed aisha alan albert alejandro alex alexander alexandra alexis alfred ali alice alicia alina alison
    allan allison alma amanda amber amelia amina amir amira amy ana anders andre andrea andreas andrew andy angel angela anil anita ann anna anne annette
    anthony anton antonio arjun arlene arnold arthur arturo ashley astrid audrey barbara barry beatrice becky ben benjamin bernard beth bethany betty beverly
    birgit bob bonnie boris brad bradley brandon brenda brian bridget bruce bruno bryan caitlin caleb calvin cameron camila camille carl carla carlos carmen
    carol caroline carolyn catherine cathy cecilia celia charles charlotte cheryl chloe chris christian christina christine christopher cindy claire clara
    claudia clyde colin colleen connie constance corinne courtney craig crystal curtis cynthia dan daniel daniela danielle danny darren dave david dawn dean
    deborah debbie deepak deirdre denise dennis derek deshawn desmond diana diane diego dmitri dolores dominic don donald donna doris dorothy doug douglas
    duncan dylan earl eddie edgar edith eduardo edward edwin eileen elaine eleanor elena elias elise elizabeth ella ellen elsa emil emily emma enrique eric
    erica erik erika erin ernest esteban esther ethan eugene eva evan evelyn fatima felix fernando fiona florence frances francis frederick gabriel gabriela
    gary gavin geoffrey george georgia gerald geraldine gilbert gina giovanni giulia gloria gordon graham greg gregory greta guadalupe gwen gwendolyn hannah
    hans harold harriet harry harvey hassan heather hector heidi helen helena henrik henry herbert hiroshi holly howard hugh ian ibrahim imran ines ingrid
    irene iris isaac isabel isabella ivan jackie jacob jacqueline jake james jamie jan jana jane janet janice jasmine jason javier jean jeff jeffrey jenna
    jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joanne joe joel johan john johnny jonas jonathan jordan jorge jose joseph
    joshua joyce juan juanita judith judy julia julian julie juliet june justin karen karim karl kate katherine kathleen kathryn kathy katie katrina keith
    kelly ken kendra kenneth kerry kevin khalid kim kimberly kirsten kofi krishna kristen kristin kurt kwame kyle lakshmi larry lars laura lauren laurie
    lawrence leah lena leo leon leonard leslie lewis liam lila lillian linda lindsay lisa lois lorenzo lori lorraine louis louise lucas lucia lucy luis luke
    lydia lynn mackenzie maggie malcolm malik marcia marco marcus margaret margot maria marian marie marilyn mario marisol marjorie marlene marta martha
    martin marvin mary mateo matt matthew maureen maurice max maya megan mei melanie melissa mercedes mia michael michele michelle miguel mike mildred miles
    milton ming miriam mitchell mohamed mohammed moira molly mona monica morgan muhammad nadia nancy naomi natalia natalie natasha nathan neil nelson nicholas
    nick nicole nigel nikhil nina noah noel nora norma norman olga oliver olivia omar oscar owen pablo pamela patricia patrick paul paula pauline pedro peggy
    penelope peter petra philip phillip phyllis pierre polly priya priyanka rachel rafael raj rajesh ralph ramon randy raquel rashid raymond rebecca regina
    renee ricardo richard rick rita robert roberta roberto robin rodney roger roland ronald rosa rosalind rosemary ross roxanne roy ruben rudy russell ruth
    ryan sabrina sally sam samantha samir samuel sandra sanjay santiago sara sarah saul scott sean sebastian sergio seth shanice shannon sharon shaun shawn
    sheila shelley sherry shirley sidney silvia simon sofia sonia sophia sophie spencer stacy stanley stefan stella stephanie stephen steve steven stuart
    sunita susan suzanne svetlana sven sylvia tamara tanya tara tariq tatiana ted teresa terrence thelma theo theodore theresa thomas tiffany tim timothy tina
    tobias todd tomasz tom tommy tony tracy travis trevor tricia troy tyler tyrone ulrich uma ursula valerie vanessa vera vernon veronica vicki victor
    victoria vijay vincent virginia vivian vladimir walter wanda warren wayne wendy wesley wilfred wilma winston wren xavier yasmin yolanda yosef yuki yusuf
    yvette yvonne zachary zara zoe
"""
GIVEN = frozenset(_GIVEN.split())
"""Common given names of many tongues that are hardly anything else in talk."""

_SURNAMES = """
    abbott abernathy acosta adams adeyemi aguilar ahmad alvarado alvarez andersen anderson andersson ansari aquino armstrong bailey banerjee barnes barnett
    becker beckett bennett benson bianchi blackwell boateng bosman bowman boyd bradshaw brandt brennan brewster briggs brooks bryant burgess burnett burton
    byrne caldwell callahan campbell carlson castellanos castillo chandler chang chatterjee chavez chen christensen chung clarke clayton coleman collins
    contreras cooper crawford crowley cruz cunningham dalton davenport davidson davies davis delacruz delgado diaz dixon donnelly donovan doyle dubois duffy
    edwards eriksson espinoza evans ferguson fernandes fernandez ferrari figueroa fischer fitzgerald fitzpatrick fleming fletcher flores fontaine fraser
    freeman friedman fuentes gallagher garcia gardner garrett gibson gomez gonzales gonzalez goodwin griffin griffiths guerrero gupta gustafsson gutierrez
    hamilton hansen hanson harrington harrison hawkins hayashi hayes henderson hendricks hernandez herrera hidalgo hoffman hoffmann holloway hollister hopkins
    horvath hudson huang hughes iversen jackson jacobsen jacobson jansen jansson jefferson jenkins jensen jimenez johansen johansson johnson johnston jones
    joshi kaminski kang kapoor kaufman kaur kearney keller kelley kennedy khan kobayashi kovacs kowalski kruger kumar larsen larson lawson leblanc lindqvist
    lindstrom lombardi lopez macdonald mackay maldonado malone marino marshall martinez matsumoto mccarthy mccormick mcdonald mcgee mckenna mckinney medina
    mehta mendez mendoza menon meyer meyers molina montgomery morales moreau moreno morrison mortensen mueller mukherjee munoz murphy murray mwangi nakamura
    nair navarro newman nguyen nielsen novak nowak nunez obrien oconnor odonnell okafor okonkwo olsen olson oneill ortega ortiz osborne osei owens pacheco
    patel patterson pearson pedersen perez perkins petersen peterson petrov popov powell ramirez ramos raman rao rasmussen reddy reyes reynolds richards
    richardson riley rivera roberts robertson robinson rodriguez rojas romano romero rosen rossi ruiz salazar sanchez sanders santana santos sato schmidt
    schneider schroeder schultz schwartz serrano shapiro sharma silva simmons simpson singh smith soto sorensen stephens stevenson stewart sullivan
    sutherland suzuki swanson takahashi tanaka thompson thomsen torres tran vargas vasquez vaughn velasquez wagner wallace walters watkins watson weber
    whitaker whitehead whitfield wilkins wilkinson williams williamson wilson wojcik wright yamamoto yilmaz zamora zhang zhao zhou ziegler zimmerman
"""
SURNAMES = frozenset(_SURNAMES.split())
"""Common surnames that are hardly anything else in talk."""

_NOT_PEOPLE = """
    medicaid medicare hipaa leapfrog cochrane pubmed medline google linkedin outlook sharepoint epic cerner meditech velcro teflon lidocaine betadine staph
    mrsa latin greek dutch swiss swedish italian chinese japanese indian african asian northeast midwest southeast southwest pacific atlantic london paris
    boston chicago houston dallas atlanta denver seattle phoenix detroit cleveland memorial saint ramadan hanukkah lent halloween valentine crohn foley cox
    trendelenburg wi-fi bluetooth ipad iphone android windows bible catholic jewish muslim republican democrat
"""
NOT_PEOPLE = frozenset(_NOT_PEOPLE.split())
"""Have a capital inside a sentence and are no person of this talk."""

_AMBIGUOUS = """
    angel april art august autumn bell bill brook carol chance chase chip christian clay cliff dale dawn dean drew earl faith florence frank gene georgia
    glen grace grant guy harry hazel hope hunter iris ivy jack jan jay jean joy june jordan ken kim lance lane lee mark marina mason may melody mercedes
    miles morgan pat peg pearl penny pierce ray reed rich rob robin rod rose ruby rusty sage sandy scott skip sky stew summer sue trinity troy victor
    violet virginia wade will wren
"""
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
"""Names that are ordinary words too: heard as names only with a capital inside a sentence, after a title, or as a speaker's."""

_NOT_NAMES = """
    a about above absolutely according account acute actually administrator after again against age agreed ah aim all alright also although always am an
    analyst and another any anybody anyone anything april are area around as ask at august back balance based be because bed been before being below best
    better between biologic birthday board both brief but buyer by call can case cases ceo cfo chair chief clinic clinical clinicians close colleague come
    committee common company compliance consultant contract cool coordinator corporate cost could count data day days december dear did different director
    do doctor does doing done dose down dressing drug during each early effective either else emergency employees enough er even every everybody everyone
    everything evidence exactly except fair family february few fine first five floor folks for four friday from full further general get give go goes going
    good great guest had half happy hard has have he head hello help her here hers hi him his home honestly hospital host hour how however i if in
    infection infections insurance interviewer into is it its january joint july june just keep key kit know last later least less let like line list long
    look lot lunch made make man manager many march market may maybe me mean medical medicare medicaid meeting method mind mine minutes moderator monday money
    months more morning most much must my name need never new next nice night no nobody none noon nor not note nothing november now nurse nurses october of off
    office often oh ok okay old on once one only open operations or organizer other our ours out over page pain part participant patient patients
    pay payer pharmacist pharmacy phase phone physician plan please policy practice practitioner presenter price prior probably procedure product
    products purchasing quality question quick quite rather rep representative reps research resident right room rooms rule sales same saturday say says second
    see seller send september seven several she should show since six so some somebody someone something sometimes soon sorry speaker staff
    standard start still stop study such sunday supply sure surgeon surgeons surgery surgical take team tell ten test than thank thanks that the their
    them then there these they thing things think this those though three through thursday time times to today together tomorrow tonight too total
    training trial tuesday two unit unknown until up us use usually vendor vendors very visit wait want ward was we wednesday week weekend weekends weeks
    welcome well were what whatever when where which while who whoever whose why will with within without work would wound wounds yeah year years yep yes
    yesterday yet you your yours zero sir ma'am honey sweetheart mom dad kids god lord jesus christmas easter thanksgiving congress english spanish american
    european french german british medicine nursing finance legal marketing logistics engineering management service services support research
    university college institute department center centre journal foundation association society system health network group street avenue north south
    east west america states kingdom england scotland wales ireland canada mexico europe asia africa australia india china japan germany france spain
    italy alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine
    maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey york carolina dakota ohio oklahoma
    oregon pennsylvania rhode island tennessee texas utah vermont washington wisconsin wyoming internet excel powerpoint zoom teams webex said asked told
    called came went got gets gave left sees saw took takes wants wanted needs has keeps knows says thinks works worked runs ran might shall against
    company assistant specialist technician tech therapist educator coder biller clerk secretary receptionist intern student fellow attending admin
    listen honest frankly basically obviously anyway meanwhile plus hey wow hmm um uh mhm right-o cheers bye goodbye goodness gosh half manager
    himself herself themselves myself yourself itself oncology cardiology urology radiology orthopedics orthopaedics pathology anesthesia dermatology
    neurology pediatrics hi-lo medtech pharma medicines agency administration bureau form forms protocol guideline guidelines
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""Never a name, whatever stands before it and however it is written."""

_GENERIC_PLACE = """
    a an the our your their my this that any every each another other same one two whole big small local nearby next regional county city town rural urban
    private public state federal teaching community university academic general children's childrens women's womens veterans district main base home day
    wound asthma allergy pain injection outpatient inpatient surgical surgery pre-op preop post-op fracture eye dental sleep fertility diabetes diabetic cancer
    vascular hand foot heart lung walk-in urgent free infusion pulmonary respiratory monday tuesday wednesday thursday friday saturday sunday morning
    afternoon evening weekend satellite busy whichever which what some most many few all both of in at to from and or for with by on is was are were
    ambulatory specialty acute critical-access independent physician-owned owned large larger smaller different new old her his its us we you they severe
    bed beds standard referring referral entire actual rest third second first-rate good bad better best
    training healing imaging nursing planning screening breathing feeding evening long-term
"""
GENERIC_PLACE = frozenset(_GENERIC_PLACE.split())
"""Say what kind of a hospital or clinic, not which."""

ROLE_AFTER = (
    r"(?:in|from|at|over in|down in) (?:the )?(?:purchasing|supply|finance|infection|biomed|pharmacy|scheduling|billing|materials|sterile|theatre|quality|"
    r"risk|legal|it|the or|or|icu|er|front desk|admin\w*|registration|nursing|surgery|wound|central)"
)
"""'Margaret in purchasing': whoever this is said of is a person."""
